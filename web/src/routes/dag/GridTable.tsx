import { memo } from 'react'
import type { DagDetail, ListedRun, Run, TaskSummary } from '../../api/client'
import { FastLink } from '../../parts/FastLink'
import { StateIcon } from '../../parts/StateBadge'
import { runPath, taskPath } from '../../paths'
import { STATES, type State } from '../../state-table'
import { absolute, between, duration } from '../../time'
import { runKind, shortCommit } from '../../words'
import styles from './Grid.module.css'
import { ROW, rowsInSight, rowsOf, step } from './grid-model'

/** The table of a grid; of many rows only those near the place scrolled to (in pixels) are drawn. */
export function GridTable({ dag, runs, top }: { dag: DagDetail; runs: readonly ListedRun[]; top: number }) {
  const now = Date.now()
  const longest = Math.max(1, ...runs.map((run) => between(run.started_at, run.ended_at, now) ?? 0))
  const rows = rowsOf(dag, runs)
  const { from, to } = rowsInSight(rows.length, top, window.innerHeight)
  const byTask = runs.map((run) => new Map(run.tasks?.map((task) => [task.task_id, task])))
  const onKeyDown = (event: React.KeyboardEvent<HTMLTableElement>) => {
    const next = step(event.currentTarget, document.activeElement, event.key)
    if (next === null) return
    event.preventDefault()
    next.focus()
  }
  return (
    <table className={styles.grid} onKeyDown={onKeyDown} aria-label="Runs and tasks" aria-rowcount={rows.length + 1}>
      <thead>
        <tr>
          <th className={styles.corner}><span>{duration(longest)}</span></th>
          {runs.map((run, i) => <RunHead key={run.run_id} run={run} longest={longest} now={now} newVersion={i > 0 && runs[i - 1]?.commit !== run.commit} />)}
        </tr>
      </thead>
      <tbody>
        {from > 0 && <tr aria-hidden style={{ height: from * ROW }} />}
        {rows.slice(from, to).map((taskId, i) => (
          <tr key={taskId} style={{ height: ROW }}>
            <th scope="row" title={taskId}>{taskId}</th>
            {runs.map((run, column) => <td key={run.run_id}><Square run={run} task={byTask[column]?.get(taskId)} row={from + i} column={column} /></td>)}
          </tr>
        ))}
        {to < rows.length && <tr aria-hidden style={{ height: (rows.length - to) * ROW }} />}
      </tbody>
    </table>
  )
}

function RunHead({ run, longest, now, newVersion }: { run: Run; longest: number; now: number; newVersion: boolean }) {
  const length = between(run.started_at, run.ended_at, now) ?? 0
  const words = `${STATES[run.state].word}, ${runKind(run)}, ${absolute(run.logical_date)}${length > 0 ? `, ${duration(length)}` : ''}`
  return (
    <th className={styles.run} data-new-version={newVersion || undefined} scope="col">
      <FastLink href={runPath(run.dag_id, run.run_id)} title={newVersion ? `${words}\nfrom here on version ${shortCommit(run.commit)}` : words} aria-label={`Run ${words}`}>
        <span className={styles.bar} data-bar={run.state} style={{ height: 8 + 46 * (length / longest), color: `var(--state-${run.state}-solid)` }} />
        <span className={styles.kind} aria-hidden>{run.kind === 'manual' ? '▸' : ''}</span>
      </FastLink>
    </th>
  )
}

const Square = memo(function Square({ run, task, row, column }: { run: Run; task: TaskSummary | undefined; row: number; column: number }) {
  if (task === undefined) return <span className={styles.absent} />
  const state: State = task.state
  const length = between(task.started_at, task.ended_at, Date.now())
  const words = `${task.task_id}: ${STATES[state].word}${length === null ? '' : `, ${duration(length)}`}${task.attempts > 1 ? `, attempt ${task.attempts}` : ''}`
  return (
    <FastLink
      href={taskPath(run.dag_id, run.run_id, task.task_id)} className={styles.square} title={`${words}\n${absolute(run.logical_date)}`} aria-label={words} data-at={`${row},${column}`}
      style={{ color: `var(--state-${state}-fg)`, background: `var(--state-${state}-bg)`, borderColor: `var(--state-${state}-solid)` }}
    >
      <StateIcon state={state} size={14} />
    </FastLink>
  )
})
