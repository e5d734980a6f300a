import { ActionIcon, Anchor, Tooltip } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { IconPlayerPlay } from '@tabler/icons-react'
import { Fragment } from 'react'
import type { Dag } from '../../api/client'
import { PauseSwitch } from '../../parts/PauseSwitch'
import { RunBars } from '../../parts/RunBars'
import { StateBadge } from '../../parts/StateBadge'
import { Tag } from '../../parts/Tag'
import { Time } from '../../parts/Time'
import { ACTIONS } from '../../words'
import { useRunNow } from '../dag/RunNow'
import styles from './DagTable.module.css'

/** One row a dag; on a narrow screen each row becomes a card. */
export function DagTable({ dags }: { dags: readonly Dag[] }) {
  return (
    <table className={styles.table} aria-label="Dags">
      <thead>
        <tr><th aria-label="Schedule on or off" /><th>Dag</th><th>Owner</th><th>Schedule</th><th>Last run</th><th>Last 14 runs</th><th aria-label="Actions" /></tr>
      </thead>
      <tbody>{dags.map((dag) => <DagRow key={dag.dag_id} dag={dag} />)}</tbody>
    </table>
  )
}

function DagRow({ dag }: { dag: Dag }) {
  const last = dag.recent_runs.at(-1)
  const runNow = useRunNow(dag.dag_id)
  return (
    <tr data-paused={dag.paused || undefined}>
      <td className={styles.pause}><PauseSwitch dagId={dag.dag_id} paused={dag.paused} /></td>
      <td className={styles.name}>
        <Anchor component={Link} to="/dags/$dagId" params={{ dagId: dag.dag_id } as never} fw={600} c="var(--mantine-color-text)">{dag.dag_id}</Anchor>
        {dag.tags.map((tag) => <Fragment key={tag}> <Tag>{tag}</Tag></Fragment>)}
        {dag.description !== null && <div className={styles.quiet}>{dag.description}</div>}
      </td>
      <td className={styles.owner}>{dag.owner}</td>
      <td className={styles.schedule}>
        <div>{dag.schedule_text}</div>
        <div className={styles.quiet}>{dag.paused ? 'paused' : dag.next_run_at === null ? 'no next run' : <>next <Time iso={dag.next_run_at} /></>}</div>
      </td>
      <td className={styles.last}>
        {last === undefined ? <span className={styles.quiet}>never ran</span> : (
          <Link to="/dags/$dagId/runs/$runId" params={{ dagId: dag.dag_id, runId: last.run_id }} className={styles.lastLink}>
            <StateBadge state={last.state} /> <span className={styles.quiet}><Time iso={last.started_at ?? last.created_at} /></span>
          </Link>
        )}
      </td>
      <td className={styles.bars}><RunBars runs={dag.recent_runs} /></td>
      <td className={styles.actions}>
        <Tooltip label={ACTIONS.runNow}>
          <ActionIcon variant="default" onClick={runNow.start} loading={runNow.busy} aria-label={`${ACTIONS.runNow} ${dag.dag_id}`}><IconPlayerPlay size={15} /></ActionIcon>
        </Tooltip>
        {runNow.form}
      </td>
    </tr>
  )
}
