import { Group, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { IconCalendarOff } from '@tabler/icons-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { DagDetail, Run } from '../../api/client'
import { runsQuery } from '../../api/runs'
import { Empty } from '../../parts/Empty'
import { Problem } from '../../parts/Problem'
import { Waiting } from '../../parts/Waiting'
import { absolute } from '../../time'
import { ACTIONS } from '../../words'
import styles from './Grid.module.css'
import { GridTable } from './GridTable'
import { useCorrectionKeys } from '../run/useCorrectionKeys'
import { folded, groupsOf, withGroups } from './fold'
import { GroupFolds, useFolded } from './GroupFolds'
import { TaskFilter } from './TaskFilter'
import { BLOCK, inSteps, rowsOf } from './grid-model'

const FIRST = 25

const LIMITS = [FIRST, 50, 100, 200, 500]

/** Columns are runs, the newest right; rows are tasks. Arrow keys move, Enter opens, others clear and mark. */
export function Grid({ dag }: { dag: DagDetail }) {
  const { runs: limit = FIRST, task, reach } = useSearch({ from: '/inside/dags/$dagId' })
  const navigate = useNavigate({ from: '/dags/$dagId' })
  const { data, error, refetch } = useQuery(runsQuery(dag.dag_id, limit, 'tasks'))
  const scroller = useRef<HTMLDivElement>(null)
  const runs = useMemo(() => [...(data?.runs ?? [])].reverse(), [data])
  const newest = runs.at(-1)?.run_id
  const onTask = useCallback((taskId: string) => { void navigate({ search: (before) => ({ ...before, task: taskId }), replace: true }) }, [navigate])
  const names = useFolded()
  const groups = useMemo(() => groupsOf(dag.tasks), [dag.tasks])
  const shown = useMemo(() => folded(dag.tasks, names), [dag.tasks, names])
  const hidden = useMemo(() => new Set([...names].flatMap((name) => groups.get(name) ?? [])), [groups, names])
  const sums = useMemo(() => (names.size === 0 ? runs : runs.map((run) => ({ ...run, tasks: withGroups(run.tasks ?? [], groups, names) }))), [runs, groups, names])
  const rows = rowsOf({ tasks: shown }, runs, task, reach).filter((id) => !hidden.has(id))
  const dialog = useCorrectionKeys(dag.dag_id, () => {
    const at = /^(-?\d+),(\d+)$/.exec(pointedAt(scroller.current)?.dataset.at ?? '')
    const run = runs[Number(at?.[2])]
    const taskId = rows[Number(at?.[1])]
    if (at === null || run === undefined) return null
    return { runIds: [run.run_id], taskIds: taskId === undefined ? [] : groups.get(taskId) ?? [taskId], name: taskId ?? `all tasks of ${run.run_id}` }
  })
  const versions = new Set(runs.map((run) => run.commit)).size
  const [place, setPlace] = useState({ top: 0, left: 0 })
  useEffect(() => { scroller.current?.scrollTo({ left: scroller.current.scrollWidth }) }, [newest])

  if (error !== null && data === undefined) return <Problem error={error} retry={() => { void refetch() }} />
  if (data === undefined) return <Waiting />
  if (runs.length === 0) {
    return (
      <Empty title="No run yet" icon={<IconCalendarOff size={28} />}>
        {dag.schedule === null ? `It has no schedule, so it waits for “${ACTIONS.runNow}” above.` : dag.paused ? `The schedule is paused. Switch it on above, or choose “${ACTIONS.runNow}”.` : `The first one comes by schedule (${dag.schedule_text}); “${ACTIONS.runNow}” does not wait for it.`}
      </Empty>
    )
  }
  return (
    <>
      <Group mb="xs" gap="xs" justify="space-between">
        <Group gap="xs"><TaskFilter taskIds={shown.map((one) => one.task_id)} /><GroupFolds groups={groups} /></Group>
        <Select
          size="xs" w={140} aria-label="Number of runs" allowDeselect={false} value={String(limit)} data={[...new Set([...LIMITS, limit])].sort((x, y) => x - y).map((n) => ({ value: String(n), label: `last ${n} runs` }))}
          onChange={(to) => { void navigate({ search: (before) => ({ ...before, runs: Number(to) === FIRST ? undefined : Number(to) }), replace: true }) }}
        />
      </Group>
      <div
        ref={scroller} className={styles.scroller} onScroll={(event) => {
          const [top, left] = [inSteps(event.currentTarget.scrollTop), inSteps(event.currentTarget.scrollLeft, BLOCK)]
          setPlace((before) => (before.top === top && before.left === left ? before : { top, left }))
        }}
        onPointerOver={(event) => { follow(event.currentTarget, event.target); describe(event.target, runs) }} onPointerLeave={(event) => { follow(event.currentTarget, null) }} onFocus={(event) => { follow(event.currentTarget, event.target) }}
      >
        <div className={styles.sheet}>
          <GridTable runs={sums} rows={rows} groups={groups} {...place} onTask={onTask} />
          <div className={styles.upright} hidden /><div className={styles.along} hidden />
        </div>
      </div>
      <p className={styles.legend}>A bar’s height is how long the run took. ▸ by hand, ↺ backfill, ◆ started by data{versions > 1 && ' · dashed line: a new version from here on'} · arrow keys, Home and End move, Enter opens, Shift C clears, Shift S and Shift F mark what is in focus or under the pointer</p>
      {dialog}
    </>
  )
}

/** The square or head in focus, else the one under the pointer. */
function pointedAt(root: HTMLElement | null): HTMLElement | null {
  return root?.querySelector<HTMLElement>('[data-at]:focus') ?? root?.querySelector<HTMLElement>('[data-at]:hover') ?? null
}

/** Puts the two bars of the cross where something lies; done past React, as it happens at every move of the pointer and while one scrolls below it. */
function follow(scroller: HTMLElement, target: EventTarget | null): void {
  const [upright, along] = scroller.querySelectorAll<HTMLElement>(`.${styles.upright}, .${styles.along}`)
  const cell = target instanceof Element ? target.closest<HTMLElement>('td, th') : null
  const column = cell === null || cell.matches('th:not([scope=col])') ? undefined : cell.offsetLeft
  const row = cell === null || cell.matches('thead *') ? undefined : cell.parentElement?.offsetTop
  // All is read before anything is written: the browser lays out once.
  if (upright !== undefined) { upright.hidden = column === undefined; upright.style.left = `${column ?? 0}px` }
  if (along !== undefined) { along.hidden = row === undefined; along.style.top = `${row ?? 0}px` }
}

/** What one reads while the pointer rests on a square. */
function describe(target: EventTarget, runs: readonly Run[]): void {
  const at = target instanceof HTMLElement && target.title === '' ? /^\d+,(\d+)$/.exec(target.dataset.at ?? '') : null
  const run = runs[Number(at?.[1])]
  if (at !== null && run !== undefined && target instanceof HTMLElement) target.title = `${target.getAttribute('aria-label') ?? ''}\n${absolute(run.logical_date)}`
}
