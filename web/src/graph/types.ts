import type { Schemas } from '../api/client'

export type TaskState = Schemas['TaskState']
