import { useRouter } from '@tanstack/react-router'
import { memo, useMemo } from 'react'
import type { ListedRun, Run, TaskSummary } from '../../api/client'
import { FastLink } from '../../parts/FastLink'
import { runPath, taskPath } from '../../paths'
import { STATES } from '../../state-table'
import { absolute, between, duration } from '../../time'
import { runKind, shortCommit } from '../../words'
import styles from './Grid.module.css'
import { BLOCK, COLUMN, ROW, inSight, step } from './grid-model'

/** The table of a grid; of many rows and columns only those near the place scrolled to (in pixels) are drawn. */
export function GridTable({ runs, rows, groups, top, left, onTask }: { runs: readonly ListedRun[]; rows: readonly string[]; groups: ReadonlyMap<string, readonly string[]>; top: number; left: number; onTask: (taskId: string) => void }) {
  const router = useRouter()
  const { from, to } = inSight(rows.length, top, window.innerHeight)
  const across = inSight(runs.length, left, window.innerWidth, BLOCK)
  const columns = useMemo(() => runs.map((run): Column => ({ run, tasks: new Map(run.tasks?.map((task) => [task.task_id, task])) })), [runs])
  const longest = useMemo(() => Math.max(0, ...rows.map((row) => row.length)), [rows])
  const onKeyDown = (event: React.KeyboardEvent<HTMLTableElement>) => {
    const next = step(event.currentTarget, document.activeElement, event.key)
    if (next === null) return
    event.preventDefault()
    next.focus()
  }
  const onClick = (event: React.MouseEvent) => {
    const href = event.target instanceof Element ? event.target.closest(`a.${styles.square}`)?.getAttribute('href') : null
    if (href == null || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    router.history.push(href)
  }
  return (
    <table className={styles.grid} onKeyDown={onKeyDown} onClick={onClick} aria-label="Runs and tasks" aria-rowcount={rows.length + 1}>
      <colgroup><col style={{ width: `min(40vw, max(150px, ${longest}ch + 34px))` }} /><col span={runs.length} style={{ width: COLUMN }} /></colgroup>
      <Heads runs={runs} />
      <tbody>
        {from > 0 && <tr aria-hidden style={{ height: from * ROW }} />}
        {rows.slice(from, to).map((taskId, i) => <Row key={taskId} taskId={taskId} isGroup={groups.has(taskId)} row={from + i} columns={columns} first={across.from} end={across.to} onTask={onTask} />)}
        {to < rows.length && <tr aria-hidden style={{ height: (rows.length - to) * ROW }} />}
      </tbody>
    </table>
  )
}

/** The runs themselves, which do not change while one scrolls. */
const Heads = memo(function Heads({ runs }: { runs: readonly ListedRun[] }) {
  const now = Date.now()
  const longest = Math.max(1, ...runs.map((run) => between(run.started_at, run.ended_at, now) ?? 0))
  return (
    <thead>
      <tr>
        <th className={styles.corner}><span>{duration(longest)}</span></th>
        {runs.map((run, i) => <RunHead key={run.run_id} run={run} column={i} day={dayOf(run, runs[i - 1])} longest={longest} now={now} newVersion={i > 0 && runs[i - 1]?.commit !== run.commit} isLast={i === runs.length - 1} />)}
      </tr>
    </thead>
  )
})

interface Column { readonly run: ListedRun; readonly tasks: ReadonlyMap<string, TaskSummary> }

// A row that stays in sight while others come and go is not drawn again.
const Row = memo(function Row({ taskId, isGroup, row, columns, first, end, onTask }: { taskId: string; isGroup: boolean; row: number; columns: readonly Column[]; first: number; end: number; onTask: (taskId: string) => void }) {
  return (
    <tr style={{ height: ROW }}>
      <th scope="row" title={taskId}><button type="button" className={styles.task} title={`Only what is around ${taskId}`} data-at={`${row},-1`} tabIndex={-1} onClick={() => { onTask(taskId) }}>{taskId}</button></th>
      {first > 0 && <td colSpan={first} />}
      {Array.from({ length: Math.ceil((end - first) / BLOCK) }, (_, i) => first + i * BLOCK).map((at) => <Block key={at} taskId={taskId} isGroup={isGroup} row={row} columns={columns} first={at} end={Math.min(end, at + BLOCK)} />)}
      {end < columns.length && <td colSpan={columns.length - end} />}
    </tr>
  )
})

// So is what stays in sight of a row while one scrolls along it.
const Block = memo(function Block({ taskId, isGroup, row, columns, first, end }: { taskId: string; isGroup: boolean; row: number; columns: readonly Column[]; first: number; end: number }) {
  return columns.slice(first, end).map((column, i) => <td key={first + i}>{square(column, taskId, isGroup, `${row},${first + i}`)}</td>)
})

/** The day of a run's logical date, as the reader's zone has it; empty where the run before it has the same. */
function dayOf(run: Run, before: Run | undefined): string {
  const day = absolute(run.logical_date).slice(5, 10)
  return before !== undefined && absolute(before.logical_date).slice(5, 10) === day ? '' : day.slice(3)
}

const KIND_MARKS: Readonly<Record<Run['kind'], string>> = { scheduled: '', manual: '▸', backfill: '↺', asset: '◆' }

function RunHead({ run, column, day, longest, now, newVersion, isLast }: { run: Run; column: number; day: string; longest: number; now: number; newVersion: boolean; isLast: boolean }) {
  const length = between(run.started_at, run.ended_at, now) ?? 0
  const words = `${STATES[run.state].word}, ${runKind(run)}, ${absolute(run.logical_date)}${length > 0 ? `, ${duration(length)}` : ''}`
  return (
    <th className={styles.run} data-new-version={newVersion || undefined} scope="col">
      <FastLink href={runPath(run.dag_id, run.run_id)} title={newVersion ? `${words}\nfrom here on version ${shortCommit(run.commit)}` : words} aria-label={`Run ${words}`} data-at={`-1,${column}`} tabIndex={isLast ? 0 : -1}>
        <span className={styles.bar} data-bar={run.state} style={{ height: 8 + 46 * (length / longest), color: `var(--state-${run.state}-solid)` }} />
        <span className={styles.kind} aria-hidden>{KIND_MARKS[run.kind]}</span>
        <span className={styles.day} aria-hidden>{day}</span>
      </FastLink>
    </th>
  )
}

// One element a square, since there are thousands: a click on it is the table's to follow, and what one reads at the pointer the grid's to write.
function square({ run, tasks }: Column, taskId: string, isGroup: boolean, at: string): React.ReactElement {
  const task = tasks.get(taskId)
  if (task === undefined) return <span className={styles.absent} />
  const length = between(task.started_at, task.ended_at, Date.now())
  const words = `${taskId}: ${STATES[task.state].word}${length === null ? '' : `, ${duration(length)}`}${task.attempts > 1 ? `, attempt ${task.attempts}` : ''}`
  return <a href={isGroup ? runPath(run.dag_id, run.run_id) : taskPath(run.dag_id, run.run_id, taskId)} className={styles.square} data-state={task.state} aria-label={words} data-at={at} tabIndex={-1} />
}
