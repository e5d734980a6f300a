import { Loader } from '@mantine/core'
import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import type { RunDetail, Task } from '../../api/client'
import { INSTANCES_PAGE, instancesQuery } from '../../api/runs'
import { FastLink } from '../../parts/FastLink'
import { Problem } from '../../parts/Problem'
import { StateBadge } from '../../parts/StateBadge'
import { Time, Took } from '../../parts/Time'
import { taskPath } from '../../paths'
import { STATES, isActive } from '../../state-table'
import { RetryButton } from './RetryButton'
import { countsOf, itemText, pagesInSight, total, type CountedState } from './instances-model'
import styles from './Instances.module.css'

/** Pixels; the style sheet has the row's height, too. */
const ROW = 38
const VIEW = 418

/** How many instances of a task are in each state; a state chosen shows those alone. */
export function Counts({ task, chosen, onChoose }: { task: Task; chosen: CountedState | null; onChoose?: (state: CountedState | null) => void }) {
  return (
    <span className={styles.counts}>
      {countsOf(task).map(([state, n]) => {
        const inside = <>{n.toLocaleString('en')} {STATES[state].word}</>
        const style = { background: `var(--state-${state}-bg)`, color: `var(--state-${state}-fg)` }
        return onChoose === undefined
          ? <span key={state} className={styles.count} style={style}>{inside}</span>
          : <button key={state} type="button" className={styles.count} style={style} aria-pressed={chosen === state} onClick={() => { onChoose(chosen === state ? null : state) }}>{inside}</button>
      })}
    </span>
  )
}

/** The instances of a task, of which only those in sight are there: a run may have thousands. */
export function Instances({ run, task }: { run: RunDetail; task: Task }) {
  const [state, setState] = useState<CountedState | null>(null)
  const [top, setTop] = useState(0)
  const all = total(task, state)
  const first = Math.max(0, Math.floor(top / ROW) - 4)
  const last = Math.min(all, Math.ceil((top + VIEW) / ROW) + 4)
  const pages = pagesInSight(first, last, INSTANCES_PAGE)
  const answers = useQueries({ queries: pages.map((page) => instancesQuery(run, task.task_id, state, page)) })
  const known = new Map(answers.flatMap((answer, i) => (answer.data?.instances ?? []).map((one, j) => [(pages[i] ?? 0) * INSTANCES_PAGE + j, one] as const)))
  const error = answers.find((answer) => answer.error !== null)?.error ?? null
  return (
    <div className={styles.box}>
      <Counts task={task} chosen={state} onChoose={(to) => { setState(to); setTop(0) }} />
      <Problem error={error} />
      <div key={state ?? ''} className={styles.scroller} style={{ maxHeight: VIEW }} onScroll={(event) => { setTop(event.currentTarget.scrollTop) }} tabIndex={0} role="list" aria-label={`Instances of ${task.task_id}`}>
        <div style={{ height: all * ROW, position: 'relative' }}>
          {Array.from({ length: Math.max(0, last - first) }, (_, i) => first + i).map((at) => (
            <div key={at} className={styles.row} style={{ top: at * ROW }} role="listitem" aria-setsize={all} aria-posinset={at + 1}>
              {known.has(at) ? <Instance run={run} task={known.get(at) as Task} /> : <Loader size="xs" color="gray" />}
            </div>
          ))}
        </div>
      </div>
    </div>
  )
}

function Instance({ run, task }: { run: RunDetail; task: Task }) {
  const attempt = task.attempts.at(-1)
  const item = itemText(task.item)
  return (
    <>
      <FastLink className={styles.index} href={`${taskPath(run.dag_id, run.run_id, task.task_id)}?map_index=${task.map_index}`} aria-label={`${task.task_id}, map index ${task.map_index}`}>{task.map_index}</FastLink>
      <span className={styles.item} title={item}>{item}</span>
      <StateBadge state={attempt?.state === 'lost' && task.state === 'failed' ? 'lost' : task.state} />
      <span className={styles.error} title={attempt?.error?.message}>{attempt?.error?.name}</span>
      <span className={styles.quiet}><Time iso={task.started_at} /></span>
      <span className={styles.took}><Took start={task.started_at} end={task.ended_at} running={isActive(task.state)} /></span>
      <span className={styles.retry}>{task.state !== 'success' && <RetryButton run={run} task={task} />}</span>
    </>
  )
}
