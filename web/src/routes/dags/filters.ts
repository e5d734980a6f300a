import type { Dag } from '../../api/client'
import type { DagsFilter } from '../../api/dags'
import type { DagOrder, DagsSearch } from '../../search-params'

/** Rows of one page of the list. */
export const PAGE = 100

/** What the server is asked for where this stands in the address. */
export function filterOf({ q, state, paused, owner, tag, starred, sort, page = 1 }: DagsSearch, stars: readonly string[]): DagsFilter {
  return { q, state, paused, owner, tag, sort, ids: starred === true ? stars.join(',') || ' ' : undefined, limit: PAGE, offset: page > 1 ? (page - 1) * PAGE : undefined }
}

/** The order after a click on a column's head: up, down, and back to that of the names. Times begin with the newest or next. */
export function nextSort(now: DagsSearch['sort'], column: DagOrder): DagsSearch['sort'] {
  const [first, second] = column === 'last_run' ? [`-${column}` as const, column] : [column, `-${column}` as const]
  if (now === first || (now === undefined && column === 'dag_id')) return second
  return now === second || column === 'dag_id' ? undefined : first
}

/** Dags whose newest ended run failed; one that runs again is still failing until it succeeds. */
export function failing(dags: readonly Dag[]): Dag[] {
  return dags.filter((dag) => dag.recent_runs.findLast((run) => run.state === 'failed' || run.state === 'success')?.state === 'failed')
}
