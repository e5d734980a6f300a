import { Anchor, Progress, UnstyledButton } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { RunDetail, Task } from '../../api/client'
import { StateBadge } from '../../parts/StateBadge'
import { Time, Took } from '../../parts/Time'
import { inOrder } from '../dag/grid-model'
import { Counts, Instances } from './Instances'
import { RetryButton } from './RetryButton'
import { TaskMenu } from './TaskMenu'
import styles from './TaskList.module.css'

/** The tasks of a run in the order in which they can run. */
export function TaskList({ run }: { run: RunDetail }) {
  const byId = new Map(run.tasks.map((task) => [task.task_id, task]))
  const tasks = inOrder(run.tasks).flatMap((id) => byId.get(id) ?? [])
  return (
    <table className={styles.tasks} aria-label="Tasks">
      <thead><tr><th>Task</th><th>State</th><th>Cells</th><th>Started</th><th>Duration</th><th>Attempts</th><th aria-label="Actions" /></tr></thead>
      <tbody>{tasks.map((task) => <TaskRow key={task.task_id} run={run} task={task} />)}</tbody>
    </table>
  )
}

function TaskRow({ run, task }: { run: RunDetail; task: Task }) {
  const attempt = task.attempts.at(-1)
  const error = attempt?.error ?? null
  const opened = useSearch({ from: '/inside/dags/$dagId/runs/$runId' }).open === task.task_id
  const navigate = useNavigate({ from: '/dags/$dagId/runs/$runId' })
  const mapped = task.counts !== undefined && Object.keys(task.counts).length > 0
  return (
    <>
    <tr>
      <td className={styles.name}>
        {mapped && (
          <UnstyledButton className={styles.fold} aria-expanded={opened} aria-label={`Instances of ${task.task_id}`} onClick={() => { void navigate({ search: opened ? {} : { open: task.task_id }, replace: true }) }}>
            {opened ? <IconChevronDown size={15} /> : <IconChevronRight size={15} />}
          </UnstyledButton>
        )}
        <Anchor component={Link} to="/dags/$dagId/runs/$runId/tasks/$taskId" params={{ dagId: run.dag_id, runId: run.run_id, taskId: task.task_id } as never} fw={600} c="var(--mantine-color-text)">{task.task_id}</Anchor>
        {task.role !== 'work' && <span className={styles.role}>{task.role}</span>}
        <div className={styles.quiet}>{task.notebook}</div>
        {error !== null && <div className={styles.error}><strong>{error.name}</strong>{error.message === '' ? '' : `: ${error.message}`}</div>}
      </td>
      <td>
        <StateBadge state={attempt?.state === 'lost' && task.state === 'failed' ? 'lost' : task.state} />
        {task.waits_for !== null && <div className={styles.quiet}>waits for {task.waits_for}</div>}
        {task.state === 'up_for_retry' && task.next_retry_at !== null && <div className={styles.quiet}>next <Time iso={task.next_retry_at} /></div>}
      </td>
      <td className={styles.cells}>{mapped && !opened && <Counts task={task} chosen={null} />}{attempt !== undefined && <Cells done={attempt.cells_done} total={attempt.cells_total} running={task.state === 'running'} />}</td>
      <td><Time iso={task.started_at} /></td>
      <td><Took start={task.started_at} end={task.ended_at} running={task.state === 'running'} /></td>
      <td className={styles.attempts}>{mapped ? '' : task.attempts.length}</td>
      <td className={styles.actions}><span className={styles.buttons}><RetryButton run={run} task={task} /><TaskMenu run={run} task={task} /></span></td>
    </tr>
    {mapped && opened && <tr className={styles.opened}><td colSpan={7}><Instances run={run} task={task} /></td></tr>}
    </>
  )
}

function Cells({ done, total, running }: { done: number; total: number | null; running: boolean }) {
  if (total === null) return <span className={styles.quiet}>–</span>
  return (
    <span className={styles.progress}>
      <span>{done}/{total}</span>
      {running && <Progress value={total === 0 ? 0 : (100 * done) / total} size="sm" w={70} color="cyan" aria-label={`${done} of ${total} cells`} />}
    </span>
  )
}
