import { describe, expect, it } from 'vitest'
import type { Attempt, Task } from '../../api/client'
import { firstFailure } from './failed'

const attempt = (number: number, why: string | null): Attempt => ({
  attempt: number, state: why === null ? 'success' : 'failed', created_at: '', started_at: null, ended_at: null, exit_code: null, cells_done: 0, cells_total: null,
  error: why === null ? null : { kind: 'cell', name: why, message: '', cell_id: null, cell_index: 0, traceback: [] },
})
const task = (task_id: string, state: Task['state'], ended_at: string, ...attempts: Task['attempts']): Task => ({ task_id, map_index: -1, group: null, role: 'work', notebook: '', after: [], state, started_at: null, ended_at, next_retry_at: null, waits_for: null, attempts })

describe('firstFailure', () => {
  it('is the task that failed first, with its last attempt', () => {
    const tasks = [
      task('late', 'failed', '2026-01-01T00:02:00Z', attempt(1, 'B')),
      task('early', 'failed', '2026-01-01T00:01:00Z', attempt(1, 'A'), attempt(2, 'C')),
      task('never', 'upstream_failed', '2026-01-01T00:01:00Z'),
    ]
    expect(firstFailure(tasks)).toMatchObject({ taskId: 'early', attempt: 2, error: { name: 'C' }, others: 1 })
  })
  it('is none where all is well, or goes on', () => {
    expect(firstFailure([task('a', 'success', '', attempt(1, 'A'), attempt(2, null)), task('b', 'up_for_retry', '', attempt(1, 'A'))])).toBeNull()
  })
})
