import { expect, test } from 'vitest'
import { ticks, timeline } from './gantt-model'

const attempt = (number: number, created: string, started: string | null, ended: string | null, state: 'success' | 'failed' | 'running' | 'queued') => ({
  attempt: number, state, created_at: `2026-01-01T00:00:${created}Z`, started_at: started === null ? null : `2026-01-01T00:00:${started}Z`,
  ended_at: ended === null ? null : `2026-01-01T00:00:${ended}Z`, exit_code: null, error: null, cells_done: 0, cells_total: null,
})
const task = (task_id: string, after: string[], attempts: ReturnType<typeof attempt>[]) => ({
  task_id, notebook: 'n.ipynb', after, state: 'success' as const, started_at: null, ended_at: null, next_retry_at: null, waits_for: null, attempts,
})
const NOW = Date.parse('2026-01-01T00:00:30Z')

test('attempts stand on one axis, what waited apart from what worked', () => {
  const found = timeline({ created_at: '2026-01-01T00:00:00Z', tasks: [
    task('b', ['a'], [attempt(1, '12', null, null, 'queued')]),
    task('a', [], [attempt(1, '02', '03', '06', 'failed'), attempt(2, '08', '08', '12', 'success')]),
  ] } as never, NOW)
  expect(found?.length).toBe(28_000)
  expect(found?.rows.map((row) => row.taskId)).toEqual(['a', 'b'])
  expect(found?.rows[0]?.spans).toEqual([
    { attempt: 1, state: 'failed', from: 0, begun: 1000, to: 4000 },
    { attempt: 2, state: 'success', from: 6000, begun: 6000, to: 10_000 },
  ])
  expect(found?.rows[1]?.spans).toEqual([{ attempt: 1, state: 'queued', from: 10_000, begun: 28_000, to: 28_000 }])
})

test('instances of a mapped task stand as one', () => {
  const mapped = { ...task('m', [], []), state: 'running', started_at: '2026-01-01T00:00:05Z' }
  expect(timeline({ created_at: '2026-01-01T00:00:00Z', tasks: [mapped] } as never, NOW)?.rows[0]?.spans).toEqual([
    { attempt: null, state: 'running', from: 0, begun: 0, to: 25_000 },
  ])
})

test('a run in which nothing began has no timeline', () => {
  expect(timeline({ created_at: '2026-01-01T00:00:00Z', tasks: [task('a', [], [])] } as never, NOW)).toBeNull()
})

test('marks are round and few', () => {
  expect(ticks(28_000)).toEqual([0, 5000, 10_000, 15_000, 20_000, 25_000])
  expect(ticks(90 * 60_000)).toEqual([0, 15, 30, 45, 60, 75, 90].map((m) => m * 60_000))
  expect(ticks(350)).toEqual([0, 100, 200, 300])
  expect(ticks(3 * 86_400_000 * 30).length).toBeLessThanOrEqual(14)
})
