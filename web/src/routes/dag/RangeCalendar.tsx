import { useEffect, useRef } from 'react'
import { StateIcon } from '../../parts/StateBadge'
import type { Run } from '../../api/client'
import { STATES } from '../../state-table'
import styles from './Calendar.module.css'
import { dayIn, monthName, months, monthsBefore } from './calendar-model'

/** Months that are shown, up to the one of today. */
const SHOWN = 3

/** A stretch of days to drag over, or to choose by its first and last day; each day shows how its runs ended. */
export function RangeCalendar({ runs, zone, from, to, onChange }: { runs: readonly Run[]; zone: string; from: string; to: string; onChange: (from: string, to: string) => void }) {
  const start = useRef<string | null>(null)
  const box = useRef<HTMLDivElement>(null)
  // Where not all months fit, the chosen days are in sight, or the newest month; but nothing moves below a pointer that drags.
  useEffect(() => {
    if (box.current === null || start.current !== null) return
    const chosen = box.current.querySelector<HTMLElement>('[data-chosen]')?.closest('table')
    box.current.scrollLeft = chosen == null ? box.current.scrollWidth : chosen.offsetLeft - box.current.offsetLeft
  }, [from, to])
  const today = dayIn(new Date(), zone)
  const first = [from.slice(0, 7), monthsBefore(today.slice(0, 7), SHOWN - 1)].filter((month) => month.length === 7).sort()[0] ?? today
  const shown = months(runs.filter((run) => dayIn(new Date(run.logical_date), zone).slice(0, 7) >= first), zone, first, today.slice(0, 7)).slice(-6)
  const choose = (day: string) => { const other = start.current ?? day; onChange(day < other ? day : other, day < other ? other : day) }
  return (
    <div ref={box} className={styles.months} data-compact role="group" aria-label="Days" onPointerUp={() => { start.current = null }} onPointerLeave={() => { start.current = null }}>
      {shown.map((month) => (
        <table key={month.name} className={styles.month}>
          <caption>{monthName(month.name)}</caption>
          <tbody>
            {month.weeks.map((week, i) => (
              <tr key={i}>
                {week.map((day, j) => (
                  <td key={j}>
                    {day !== null && (
                      <button
                        type="button" className={styles.day} data-chosen={(day.date >= from && day.date <= to && from !== '') || undefined} disabled={day.date > today}
                        aria-label={`${day.date}${day.state === null ? '' : `: ${STATES[day.state].word}`}`} aria-pressed={day.date >= from && day.date <= to && from !== ''}
                        style={day.state === null ? undefined : { color: `var(--state-${day.state}-fg)`, background: `var(--state-${day.state}-bg)` }}
                        onPointerDown={(event) => { event.currentTarget.releasePointerCapture(event.pointerId); start.current = day.date; choose(day.date) }}
                        onPointerEnter={() => { if (start.current !== null) choose(day.date) }}
                        onClick={(event) => {
                          // By keys a click comes without a pointer: the first chooses a day, one with Shift a stretch.
                          if (event.detail === 0) onChange(event.shiftKey && from !== '' && from < day.date ? from : day.date, day.date)
                          else if (event.shiftKey && from !== '') onChange(from < day.date ? from : day.date, from < day.date ? day.date : from)
                        }}
                      >
                        {Number(day.date.slice(8))}{day.state !== null && <StateIcon state={day.state} size={11} />}
                      </button>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  )
}
