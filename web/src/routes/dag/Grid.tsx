import { Button, Tooltip } from '@mantine/core'
import { useQueries, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { IconCalendarOff } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import type { DagDetail, Run, RunDetail } from '../../api/client'
import { runQuery, runsQuery } from '../../api/runs'
import { Empty } from '../../parts/Empty'
import { Problem } from '../../parts/Problem'
import { StateIcon } from '../../parts/StateBadge'
import { STATES, type State } from '../../state-table'
import { absolute, between, duration } from '../../time'
import { ACTIONS, runKind, shortCommit } from '../../words'
import styles from './Grid.module.css'
import { rowsOf, step } from './grid-model'

const FIRST = 25
const MORE = 100

/** Columns are runs, the newest right; rows are tasks. Arrow keys move, Enter opens. */
export function Grid({ dag }: { dag: DagDetail }) {
  const { runs: limit = FIRST } = useSearch({ from: '/inside/dags/$dagId' })
  const navigate = useNavigate({ from: '/dags/$dagId' })
  const { data, error, refetch } = useQuery(runsQuery(dag.dag_id, limit))
  const scroller = useRef<HTMLDivElement>(null)
  const runs = [...(data?.runs ?? [])].reverse()
  const details = useQueries({ queries: runs.map((run) => runQuery(dag.dag_id, run.run_id)), combine: (all) => all.map((one) => one.data) })
  const newest = runs.at(-1)?.run_id
  useEffect(() => { scroller.current?.scrollTo({ left: scroller.current.scrollWidth }) }, [newest])

  if (error !== null) return <Problem error={error} retry={() => { void refetch() }} />
  if (data === undefined) return <div className={styles.waiting} />
  if (runs.length === 0) {
    return (
      <Empty title="No run yet" icon={<IconCalendarOff size={28} />}>
        {dag.paused ? `The schedule is paused. Switch it on above, or choose “${ACTIONS.runNow}”.` : `The first one comes by schedule (${dag.schedule_text}); “${ACTIONS.runNow}” does not wait for it.`}
      </Empty>
    )
  }
  return (
    <>
      <div ref={scroller} className={styles.scroller}><GridTable dag={dag} runs={runs} details={details} /></div>
      {data.has_more && limit < MORE && (
        <Button variant="default" mt="sm" onClick={() => { void navigate({ search: (before) => ({ ...before, runs: MORE }), replace: true }) }}>Show the last {MORE} runs</Button>
      )}
    </>
  )
}

function GridTable({ dag, runs, details }: { dag: DagDetail; runs: readonly Run[]; details: readonly (RunDetail | undefined)[] }) {
  const now = Date.now()
  const longest = Math.max(1, ...runs.map((run) => between(run.started_at, run.ended_at, now) ?? 0))
  const onKeyDown = (event: React.KeyboardEvent<HTMLTableElement>) => {
    const next = step(event.currentTarget, document.activeElement, event.key)
    if (next === null) return
    event.preventDefault()
    next.focus()
  }
  return (
    <table className={styles.grid} onKeyDown={onKeyDown} aria-label="Runs and tasks">
      <thead>
        <tr>
          <th className={styles.corner}><span>{duration(longest)}</span></th>
          {runs.map((run, i) => <RunHead key={run.run_id} run={run} longest={longest} now={now} newVersion={i > 0 && runs[i - 1]?.commit !== run.commit} />)}
        </tr>
      </thead>
      <tbody>
        {rowsOf(dag, details).map((taskId, row) => (
          <tr key={taskId}>
            <th scope="row">{taskId}</th>
            {runs.map((run, column) => (
              <td key={run.run_id}><Square run={run} task={details[column]?.tasks.find((task) => task.task_id === taskId)} taskId={taskId} row={row} column={column} /></td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function RunHead({ run, longest, now, newVersion }: { run: Run; longest: number; now: number; newVersion: boolean }) {
  const length = between(run.started_at, run.ended_at, now) ?? 0
  const words = `${STATES[run.state].word}, ${runKind(run)}, ${absolute(run.logical_date)}${length > 0 ? `, ${duration(length)}` : ''}`
  return (
    <th className={styles.run} data-new-version={newVersion || undefined}>
      <Tooltip label={<>{words}{newVersion && <><br />new version {shortCommit(run.commit)}</>}</>} openDelay={100}>
        <Link to="/dags/$dagId/runs/$runId" params={{ dagId: run.dag_id, runId: run.run_id }} aria-label={`Run ${words}`} data-at="head">
          <span className={styles.bar} style={{ height: 8 + 46 * (length / longest), background: `var(--state-${run.state}-solid)` }} />
          <span className={styles.kind} aria-hidden>{run.kind === 'manual' ? '▸' : ''}</span>
        </Link>
      </Tooltip>
    </th>
  )
}

function Square({ run, task, taskId, row, column }: { run: Run; task: RunDetail['tasks'][number] | undefined; taskId: string; row: number; column: number }) {
  if (task === undefined) return <span className={styles.absent} />
  const state: State = task.state
  const length = between(task.started_at, task.ended_at, Date.now())
  const words = `${taskId}: ${STATES[state].word}${length === null ? '' : `, ${duration(length)}`}${task.attempts.length > 1 ? `, attempt ${task.attempts.length}` : ''}`
  return (
    <Tooltip label={<>{words}<br />{absolute(run.logical_date)}</>} openDelay={80}>
      <Link
        to="/dags/$dagId/runs/$runId/tasks/$taskId" params={{ dagId: run.dag_id, runId: run.run_id, taskId }} className={styles.square}
        style={{ color: `var(--state-${state}-fg)`, background: `var(--state-${state}-bg)`, borderColor: `var(--state-${state}-solid)` }}
        aria-label={words} data-at={`${row},${column}`}
      >
        <StateIcon state={state} size={14} />
      </Link>
    </Tooltip>
  )
}
