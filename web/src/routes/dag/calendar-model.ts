import type { Run, Schemas } from '../../api/client'

type RunState = Schemas['RunState']

/** One day of a calendar: the runs whose logical date falls on it, the oldest first, and the state that matters most among theirs. */
export interface Day { readonly date: string; readonly runs: readonly Run[]; readonly state: RunState | null }
/** A month, such as "2026-11", in weeks that begin on Monday; null stands for days of its neighbours. */
export interface Month { readonly name: string; readonly weeks: readonly (Day | null)[][] }

/** What a day shows when its runs ended in different ways: what needs somebody first. */
const WEIGHT: readonly RunState[] = ['failed', 'running', 'queued', 'cancelled', 'success']

/** The day of an instant in a zone (none: the reader's own), such as "2026-11-24". */
export function dayIn(instant: Date, zone?: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(instant)
}

/** The month that lies some months before another, both such as "2026-11". */
export function monthsBefore(month: string, count: number): string {
  const at = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)) - 1 - count, 1))
  return at.toISOString().slice(0, 7)
}

/** "November 2026". */
export function monthName(month: string): string {
  return new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${month}-01T00:00:00Z`))
}

/** The months from the oldest to the newest of these runs, or between two that are given; days as the zone has them (none: the reader's own). */
export function months(runs: readonly Run[], zone?: string, from?: string, to?: string): Month[] {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
  const byDate = new Map<string, Run[]>()
  for (const run of [...runs].sort((a, b) => a.logical_date.localeCompare(b.logical_date))) {
    const date = format.format(new Date(run.logical_date))
    byDate.set(date, [...(byDate.get(date) ?? []), run])
  }
  const dates = [...byDate.keys()].sort()
  const first = from ?? dates[0]
  const last = to ?? dates.at(-1)
  if (first === undefined || last === undefined) return []
  const found: Month[] = []
  for (let month = first.slice(0, 7); month <= last.slice(0, 7); month = after(month)) found.push(monthOf(month, byDate))
  return found
}

function monthOf(name: string, byDate: ReadonlyMap<string, readonly Run[]>): Month {
  const [year, month] = [Number(name.slice(0, 4)), Number(name.slice(5))]
  const blank = (new Date(Date.UTC(year, month - 1, 1)).getUTCDay() + 6) % 7
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const days: (Day | null)[] = Array.from({ length: blank }, () => null)
  for (let day = 1; day <= length; day++) {
    const date = `${name}-${String(day).padStart(2, '0')}`
    const runs = byDate.get(date) ?? []
    days.push({ date, runs, state: WEIGHT.find((state) => runs.some((run) => run.state === state)) ?? null })
  }
  while (days.length % 7 !== 0) days.push(null)
  return { name, weeks: Array.from({ length: days.length / 7 }, (_, week) => days.slice(7 * week, 7 * week + 7)) }
}

function after(month: string): string {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5))]
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
}

/** The run that a day leads to: the newest of those in the day's state. */
export function leading(day: Day): Run | undefined {
  return day.runs.filter((run) => run.state === day.state).at(-1)
}
