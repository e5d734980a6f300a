import type { RunDetail } from '../../api/client'
import type { State } from '../../state-table'
import { inOrder } from '../dag/grid-model'

/** One attempt on a time axis, in milliseconds from its begin: it waited for a place from `from` to `begun`, and worked until `to`. */
export interface Span { readonly attempt: number; readonly state: State; readonly from: number; readonly begun: number; readonly to: number }
export interface Timeline { readonly length: number; readonly start: number; readonly rows: readonly { readonly taskId: string; readonly spans: readonly Span[] }[] }

/** A run's attempts in time, tasks in the order in which they can run; null where nothing has begun. What has not ended ends now. */
export function timeline(run: Pick<RunDetail, 'tasks' | 'created_at'>, now: number): Timeline | null {
  const attempts = run.tasks.flatMap((task) => task.attempts)
  if (attempts.length === 0) return null
  const start = Math.min(...attempts.map((attempt) => Date.parse(attempt.created_at)))
  const byId = new Map(run.tasks.map((task) => [task.task_id, task]))
  const rows = inOrder(run.tasks).map((taskId) => ({
    taskId,
    spans: (byId.get(taskId)?.attempts ?? []).map((attempt) => {
      const from = Date.parse(attempt.created_at)
      const to = Math.max(from, attempt.ended_at === null ? now : Date.parse(attempt.ended_at))
      const begun = attempt.started_at === null ? to : Math.min(to, Math.max(from, Date.parse(attempt.started_at)))
      return { attempt: attempt.attempt, state: attempt.state, from: from - start, begun: begun - start, to: to - start }
    }),
  }))
  return { start, length: Math.max(1, ...rows.flatMap((row) => row.spans.map((span) => span.to))), rows }
}

const STEPS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400, 172800, 604800].map((s) => s * 1000)

/** Round places for marks on an axis of this length in milliseconds: at most `most` of them, the first at 0. */
export function ticks(length: number, most = 8): number[] {
  const step = STEPS.find((one) => length / one < most) ?? length
  return Array.from({ length: Math.floor(length / step) + 1 }, (_, i) => i * step)
}
