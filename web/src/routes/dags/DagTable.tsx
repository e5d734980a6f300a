import { ActionIcon, Anchor, Tooltip } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import { IconArrowDown, IconArrowUp, IconPlayerPlay } from '@tabler/icons-react'
import { Fragment, useRef } from 'react'
import type { Dag } from '../../api/client'
import { hotkeys } from '../../keys'
import { PauseSwitch } from '../../parts/PauseSwitch'
import { PauseWords } from '../../parts/PauseWords'
import { RunBars } from '../../parts/RunBars'
import { StarButton } from '../../parts/StarButton'
import { StateBadge } from '../../parts/StateBadge'
import { Tag } from '../../parts/Tag'
import { Time } from '../../parts/Time'
import type { DagOrder, DagsSearch } from '../../search-params'
import { ACTIONS } from '../../words'
import { useRunNow } from '../dag/RunNow'
import styles from './DagTable.module.css'
import { nextSort } from './filters'

interface Narrowing { readonly search: DagsSearch; readonly set: (change: DagsSearch) => void }

/** One row a dag; on a narrow screen each row becomes a card. */
export function DagTable({ dags, search, set }: { dags: readonly Dag[] } & Narrowing) {
  const body = useRef<HTMLTableSectionElement>(null)
  const move = (step: 1 | -1) => {
    const names = [...(body.current?.querySelectorAll<HTMLElement>('[data-name]') ?? [])]
    const at = names.findIndex((name) => name.closest('tr')?.contains(document.activeElement))
    names[at === -1 ? (step === 1 ? 0 : names.length - 1) : Math.min(names.length - 1, Math.max(0, at + step))]?.focus()
  }
  useHotkeys([...hotkeys('nextRow', () => { move(1) }), ...hotkeys('previousRow', () => { move(-1) })])
  const head = { search, set }
  return (
    <table className={styles.table} aria-label="Dags">
      <thead>
        <tr>
          <th aria-label="Schedule on or off" /><Head column="dag_id" {...head}>Dag</Head><Head column="owner" {...head}>Owner</Head>
          <Head column="next_run" {...head}>Schedule, next run</Head><Head column="last_run" {...head}>Last run</Head><th>Last 20 runs</th><th aria-label="Actions" />
        </tr>
      </thead>
      <tbody ref={body}>{dags.map((dag) => <DagRow key={dag.dag_id} dag={dag} set={set} />)}</tbody>
    </table>
  )
}

function Head({ column, search, set, children }: { column: DagOrder; children: string } & Narrowing) {
  const sort = search.sort ?? 'dag_id'
  const up = sort === column
  const down = sort === `-${column}`
  return (
    <th aria-sort={up ? 'ascending' : down ? 'descending' : undefined}>
      <button type="button" className={styles.sort} onClick={() => { set({ sort: nextSort(search.sort, column) }) }}>
        {children}{up && <IconArrowUp size={12} aria-hidden />}{down && <IconArrowDown size={12} aria-hidden />}
      </button>
    </th>
  )
}

function DagRow({ dag, set }: { dag: Dag; set: (change: DagsSearch) => void }) {
  const last = dag.recent_runs.at(-1)
  const runNow = useRunNow(dag.dag_id)
  return (
    <tr data-paused={dag.paused || undefined}>
      <td className={styles.pause}><PauseSwitch dagId={dag.dag_id} paused={dag.paused} /></td>
      <td className={styles.name}>
        <Anchor component={Link} to="/dags/$dagId" params={{ dagId: dag.dag_id } as never} fw={600} c="var(--mantine-color-text)" data-name>{dag.dag_id}</Anchor>
        {' '}<StarButton dagId={dag.dag_id} />
        {dag.tags.map((tag) => <Fragment key={tag}> <button type="button" className={styles.plain} title={`Only dags tagged ${tag}`} onClick={() => { set({ tag }) }}><Tag>{tag}</Tag></button></Fragment>)}
        {dag.description !== null && <div className={styles.quiet}>{dag.description}</div>}
      </td>
      <td className={styles.owner}><button type="button" className={styles.plain} title={`Only dags of ${dag.owner}`} onClick={() => { set({ owner: dag.owner }) }}>{dag.owner}</button></td>
      <td className={styles.schedule}>
        <div>{dag.schedule_text}</div>
        <div className={styles.quiet}>{dag.paused ? <PauseWords pause={dag.pause} /> : dag.next_run_at === null ? 'no next run' : <>next <Time iso={dag.next_run_at} /></>}</div>
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
