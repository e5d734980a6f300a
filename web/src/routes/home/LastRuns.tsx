import { Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Dag, Run } from '../../api/client'
import { StateBadge } from '../../parts/StateBadge'
import { Time, Took } from '../../parts/Time'
import { isActive } from '../../state-table'
import { runKind } from '../../words'
import styles from './Home.module.css'

const SHOWN = 10
const SHOWN_FAILING = 5

/** The newest runs of all dags; or of each dag its newest one, or the newest that failed. */
export function LastRuns({ dags, of = 'all' }: { dags: readonly Dag[]; of?: 'all' | 'newest' | 'failed' }) {
  const runs = {
    all: () => dags.flatMap((dag) => dag.recent_runs).sort(byNewest).slice(0, SHOWN),
    newest: () => dags.flatMap((dag) => dag.recent_runs.at(-1) ?? []).sort(byNewest),
    failed: () => dags.flatMap((dag) => dag.recent_runs.findLast((run) => run.state === 'failed') ?? []).sort(byNewest).slice(0, SHOWN_FAILING),
  }[of]()
  if (runs.length === 0) return null
  const list = (
    <ul className={styles.rows}>
      {runs.map((run) => (
        <li key={`${run.dag_id} ${run.run_id}`}>
          <Link to="/dags/$dagId/runs/$runId" params={{ dagId: run.dag_id, runId: run.run_id }}>
            <span><StateBadge state={run.state} /></span>
            <span><strong>{run.dag_id}</strong> <span className={styles.quiet}>{runKind(run)}</span></span>
            <span className={styles.quiet}><Time iso={run.started_at ?? run.created_at} /></span>
            <span className={`${styles.quiet} ${styles.right}`}><Took start={run.started_at} end={run.ended_at} running={isActive(run.state)} /></span>
          </Link>
        </li>
      ))}
    </ul>
  )
  return of !== 'all' ? list : <section><Title order={2} mb={6}>Last runs</Title>{list}</section>
}

function byNewest(a: Run, b: Run): number {
  return Date.parse(b.started_at ?? b.created_at) - Date.parse(a.started_at ?? a.created_at)
}
