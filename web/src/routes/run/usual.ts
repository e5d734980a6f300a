import type { Run } from '../../api/client'

/** Fewer good runs than this say nothing of what is usual. */
const FEWEST = 3

/** The median length of a dag's good runs but one, in milliseconds; null where there are too few. */
export function usualLength(runs: readonly Pick<Run, 'run_id' | 'state' | 'started_at' | 'ended_at'>[], but: string): number | null {
  const lengths = runs.filter((run) => run.state === 'success' && run.run_id !== but)
    .flatMap((run) => (run.started_at === null || run.ended_at === null ? [] : [Date.parse(run.ended_at) - Date.parse(run.started_at)])).sort((a, b) => a - b)
  if (lengths.length < FEWEST) return null
  const middle = Math.floor(lengths.length / 2)
  return lengths.length % 2 === 1 ? (lengths[middle] ?? null) : ((lengths[middle - 1] ?? 0) + (lengths[middle] ?? 0)) / 2
}
