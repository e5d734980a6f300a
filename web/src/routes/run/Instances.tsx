import { Loader } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { RunDetail, Task } from '../../api/client'
import { INSTANCES_PAGE, instancesQuery } from '../../api/runs'
import { FastLink } from '../../parts/FastLink'
import { Problem } from '../../parts/Problem'
import { StateBadge } from '../../parts/StateBadge'
import { Took, useNow } from '../../parts/Time'
import { taskPath } from '../../paths'
import { STATES, isActive } from '../../state-table'
import { absolute, relative } from '../../time'
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
  const { state = null } = useSearch({ from: '/inside/dags/$dagId/runs/$runId' })
  const navigate = useNavigate({ from: '/dags/$dagId/runs/$runId' })
  const [top, setTop] = useState(0)
  const all = total(task, state)
  const first = Math.max(0, Math.floor(top / ROW) - 4)
  const last = Math.min(all, Math.ceil((top + VIEW) / ROW) + 4)
  return (
    <div className={styles.box}>
      <Counts task={task} chosen={state} onChoose={(to) => { setTop(0); void navigate({ search: { open: task.task_id, state: to ?? undefined }, replace: true }) }} />
      <div key={state ?? ''} className={styles.scroller} style={{ maxHeight: VIEW }} onScroll={(event) => { setTop(ROW * Math.floor(event.currentTarget.scrollTop / ROW)) }} tabIndex={0} role="list" aria-label={`Instances of ${task.task_id}`}>
        <div style={{ height: all * ROW, position: 'relative' }}>
          {pagesInSight(first, last, INSTANCES_PAGE).map((page) => <Page key={page} run={run} task={task} state={state} page={page} first={first} last={last} all={all} />)}
        </div>
      </div>
    </div>
  )
}

/** Those rows of a page that are in sight. */
function Page({ run, task, state, page, first, last, all }: { run: RunDetail; task: Task; state: CountedState | null; page: number; first: number; last: number; all: number }) {
  const { data, error } = useQuery(instancesQuery(run, task.task_id, state, page))
  const begin = page * INSTANCES_PAGE
  const from = Math.max(first, begin)
  const to = Math.min(last, begin + INSTANCES_PAGE)
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i).map((at) => {
    const one = data?.instances[at - begin]
    return (
      <div key={at} className={styles.row} style={{ top: at * ROW }} role="listitem" aria-setsize={all} aria-posinset={at + 1}>
        {one !== undefined ? <Instance run={run} task={one} /> : error !== null && at === from ? <Problem error={error} /> : data === undefined && <Loader size="xs" color="gray" />}
      </div>
    )
  })
}

function Instance({ run, task }: { run: RunDetail; task: Task }) {
  // No tooltips here: each sets a state when it appears, and a fast scroll brings many at once.
  const now = useNow(20_000)
  const attempt = task.attempts.at(-1)
  const item = itemText(task.item)
  return (
    <>
      <FastLink className={styles.index} href={`${taskPath(run.dag_id, run.run_id, task.task_id)}?map_index=${task.map_index}`} aria-label={`${task.task_id}, map index ${task.map_index}`}>{task.map_index}</FastLink>
      <span className={styles.item} title={item}>{item}</span>
      <StateBadge state={attempt?.state === 'lost' && task.state === 'failed' ? 'lost' : task.state} />
      <span className={styles.error} title={attempt?.error?.message}>{attempt?.error?.name}</span>
      <span className={styles.quiet}>{task.started_at !== null && <time dateTime={task.started_at} title={absolute(task.started_at, { seconds: true })}>{relative(task.started_at, now)}</time>}</span>
      <span className={styles.took}><Took start={task.started_at} end={task.ended_at} running={isActive(task.state)} /></span>
      <span className={styles.retry}>{task.state !== 'success' && <RetryButton run={run} task={task} />}</span>
    </>
  )
}
