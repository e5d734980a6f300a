import type { RunDetail } from '../../api/client'
import type { State } from '../../state-table'
import { inOrder } from '../dag/grid-model'

/**
 * One attempt on a time axis, in milliseconds from its begin: it waited for a place from `from` to `begun`, and worked until `to`.
 * `attempt` is null for all instances of a mapped task together.
 */
export interface Span { readonly attempt: number | null; readonly state: State; readonly from: number; readonly begun: number; readonly to: number }
export interface Timeline { readonly length: number; readonly start: number; readonly rows: readonly { readonly taskId: string; readonly spans: readonly Span[] }[] }

/** A run's attempts in time, tasks in the order in which they can run; null where nothing has begun. What has not ended ends now. */
export function timeline(run: Pick<RunDetail, 'tasks' | 'created_at'>, now: number): Timeline | null {
  const bars = new Map(run.tasks.map((task) => [task.task_id, task.attempts.length > 0 ? task.attempts : together(task)]))
  const all = [...bars.values()].flat()
  if (all.length === 0) return null
  const start = Math.min(...all.map((bar) => Date.parse(bar.created_at)))
  const rows = inOrder(run.tasks).map((taskId) => ({
    taskId,
    spans: (bars.get(taskId) ?? []).map((bar) => {
      const from = Date.parse(bar.created_at)
      const to = Math.max(from, bar.ended_at === null ? now : Date.parse(bar.ended_at))
      const begun = bar.started_at === null ? to : Math.min(to, Math.max(from, Date.parse(bar.started_at)))
      return { attempt: bar.attempt, state: bar.state, from: from - start, begun: begun - start, to: to - start }
    }),
  }))
  return { start, length: Math.max(1, ...rows.flatMap((row) => row.spans.map((span) => span.to))), rows }
}

function together(task: RunDetail['tasks'][number]) {
  return task.started_at === null ? [] : [{ attempt: null, state: task.state, created_at: task.started_at, started_at: task.started_at, ended_at: task.ended_at }]
}

const STEPS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400, 172800, 604800].map((s) => s * 1000)

/** Round places for marks on an axis of this length in milliseconds: at most `most` of them, the first at 0. */
export function ticks(length: number, most = 8): number[] {
  const step = STEPS.find((one) => length / one < most) ?? length
  return Array.from({ length: Math.floor(length / step) + 1 }, (_, i) => i * step)
}
