import type { Dag } from '../../api/client'
import type { DagsSearch, LastState } from '../../search-params'

/** The dags that a filter leaves: every word of the text is in the name, owner, a tag or the description. */
export function matching(dags: readonly Dag[], { q, state, paused }: DagsSearch): Dag[] {
  const words = (q ?? '').toLowerCase().split(/\s+/).filter((word) => word !== '')
  return dags.filter((dag) => {
    if (paused !== undefined && dag.paused !== paused) return false
    if (state !== undefined && lastState(dag) !== state) return false
    const text = [dag.dag_id, dag.owner, dag.description ?? '', ...dag.tags].join(' ').toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/** The state of a dag's newest run. */
export function lastState(dag: Dag): LastState | undefined {
  return dag.recent_runs.at(-1)?.state
}

/** Dags whose newest ended run failed; one that runs again is still failing until it succeeds. */
export function failing(dags: readonly Dag[]): Dag[] {
  return dags.filter((dag) => dag.recent_runs.findLast((run) => run.state === 'failed' || run.state === 'success')?.state === 'failed')
}

export function countByState(dags: readonly Dag[]): Partial<Record<LastState, number>> {
  const counts: Partial<Record<LastState, number>> = {}
  for (const dag of dags) {
    const state = lastState(dag)
    if (state !== undefined) counts[state] = (counts[state] ?? 0) + 1
  }
  return counts
}
