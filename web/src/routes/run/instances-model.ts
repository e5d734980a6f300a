import type { Task } from '../../api/client'
import { STATES } from '../../state-table'

export type CountedState = Task['state']

/** What is worst stands first. */
export const COUNTED: readonly CountedState[] = ['failed', 'upstream_failed', 'up_for_retry', 'running', 'queued', 'none', 'success', 'skipped', 'cancelled', 'removed']

/** How many of a task's instances are in each state that one is in. */
export function countsOf(task: Pick<Task, 'counts'>): [CountedState, number][] {
  const counts = task.counts ?? {}
  return COUNTED.filter((state) => state in STATES && (counts[state] ?? 0) > 0).map((state) => [state, counts[state] ?? 0])
}

/** How many there are, or how many in a state. */
export function total(task: Pick<Task, 'counts'>, state: CountedState | null): number {
  return countsOf(task).reduce((sum, [one, n]) => sum + (state === null || one === state ? n : 0), 0)
}

/** The pages of `size` rows that hold the rows from `first` up to `last`. */
export function pagesInSight(first: number, last: number, size: number): number[] {
  if (last <= first) return []
  const from = Math.floor(first / size)
  return Array.from({ length: Math.floor((last - 1) / size) - from + 1 }, (_, i) => from + i)
}

/** An item on one line. */
export function itemText(item: unknown): string {
  const text = typeof item === 'string' ? item : item === undefined ? '' : JSON.stringify(item)
  return text.length > 300 ? `${text.slice(0, 300)}…` : text
}
