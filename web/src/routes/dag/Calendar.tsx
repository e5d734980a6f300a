import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { IconCalendarOff } from '@tabler/icons-react'
import type { DagDetail } from '../../api/client'
import { runsQuery } from '../../api/runs'
import { Empty } from '../../parts/Empty'
import { FastLink } from '../../parts/FastLink'
import { Problem } from '../../parts/Problem'
import { StateIcon } from '../../parts/StateBadge'
import { runPath } from '../../paths'
import { STATES } from '../../state-table'
import { count } from '../../words'
import styles from './Calendar.module.css'
import { leading, monthName, months, type Day } from './calendar-model'

/** As many runs as one question gives. */
const RUNS = 200
const WEEKDAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su']

/** The days of the dag's last runs, by logical date in the dag's own zone, the newest month first. */
export function Calendar({ dag }: { dag: DagDetail }) {
  const { data, error, refetch } = useQuery(runsQuery(dag.dag_id, RUNS))
  if (error !== null && data === undefined) return <Problem error={error} retry={() => { void refetch() }} />
  if (data === undefined) return <Skeleton h={260} />
  if (data.runs.length === 0) return <Empty title="No run yet" icon={<IconCalendarOff size={28} />}>Each day of the calendar shows how its runs ended, once there are some.</Empty>
  return (
    <>
      <div className={styles.months}>
        {months(data.runs, dag.timezone).reverse().map((month) => (
          <table key={month.name} className={styles.month}>
            <caption>{monthName(month.name)}</caption>
            <thead><tr>{WEEKDAYS.map((name) => <th key={name} scope="col">{name}</th>)}</tr></thead>
            <tbody>{month.weeks.map((week, i) => <tr key={i}>{week.map((day, j) => <td key={j}>{day !== null && <Square day={day} dagId={dag.dag_id} />}</td>)}</tr>)}</tbody>
          </table>
        ))}
      </div>
      <p className={styles.legend}>
        Days by logical date, {dag.timezone}. A day with several runs shows the one that needs somebody first.{data.has_more && ` The last ${RUNS} runs.`}
      </p>
    </>
  )
}

function Square({ day, dagId }: { day: Day; dagId: string }) {
  const run = leading(day)
  const number = Number(day.date.slice(8))
  if (run === undefined || day.state === null) return <span className={styles.day}>{number}</span>
  const words = `${day.date}: ${STATES[day.state].word}${day.runs.length > 1 ? `, ${count(day.runs.length, 'run')}` : ''}`
  return (
    <FastLink
      href={runPath(dagId, run.run_id)} className={styles.day} title={words} aria-label={words}
      style={{ color: `var(--state-${day.state}-fg)`, background: `var(--state-${day.state}-bg)`, borderColor: `var(--state-${day.state}-solid)` }}
    >
      {number}<StateIcon state={day.state} size={11} />
    </FastLink>
  )
}
