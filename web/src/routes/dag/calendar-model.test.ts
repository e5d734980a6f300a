import { expect, test } from 'vitest'
import type { Run } from '../../api/client'
import { leading, months } from './calendar-model'

const run = (logical_date: string, state: Run['state'], run_id = logical_date) => ({ run_id, logical_date, state }) as Run

test('months run from the oldest run to the newest, weeks begin on Monday', () => {
  const found = months([run('2026-01-02T00:00:00Z', 'success'), run('2025-11-30T00:00:00Z', 'failed')], 'UTC')
  expect(found.map((month) => month.name)).toEqual(['2025-11', '2025-12', '2026-01'])
  // 1 January 2026 is a Thursday.
  expect(found[2]?.weeks[0]?.map((day) => day?.date.slice(8) ?? '')).toEqual(['', '', '', '01', '02', '03', '04'])
  expect(found[2]?.weeks.every((week) => week.length === 7)).toBe(true)
  expect(found[1]?.weeks.flat().filter((day) => day !== null)).toHaveLength(31)
})

test('a day shows what needs somebody first, and leads to the newest such run', () => {
  const [month] = months([
    run('2026-01-02T05:00:00Z', 'success', 'c'), run('2026-01-02T04:00:00Z', 'failed', 'b'), run('2026-01-02T01:00:00Z', 'failed', 'a'),
  ], 'UTC')
  const day = month?.weeks.flat().find((one) => one?.date === '2026-01-02')
  expect(day?.state).toBe('failed')
  expect(day?.runs).toHaveLength(3)
  expect(day && leading(day)?.run_id).toBe('b')
})

test('a day is one of the zone', () => {
  const [month] = months([run('2026-01-02T22:30:00Z', 'success')], 'Asia/Kolkata')
  expect(month?.weeks.flat().find((day) => day?.state === 'success')?.date).toBe('2026-01-03')
})

test('no runs, no months', () => { expect(months([])).toEqual([]) })
