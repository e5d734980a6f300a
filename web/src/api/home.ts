import { queryOptions } from '@tanstack/react-query'
import { api, body, type Schemas } from './client'

export type HomeFolder = Schemas['Home']

export const homeQuery = queryOptions({
  queryKey: ['home'],
  queryFn: async ({ signal }) => body(await api.GET('/home', { signal })),
  refetchInterval: 60_000,
})
