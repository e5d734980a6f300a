import { describe, expect, it } from 'vitest'
import { absolute, between, duration, relative } from './time'

describe('duration', () => {
  it.each([[0, '0ms'], [850, '850ms'], [4200, '4.2s'], [12_000, '12s'], [83_000, '1m 23s'], [7_500_000, '2h 05m'], [273_600_000, '3d 4h'], [-5, '0ms']])(
    '%d ms is %s', (ms, words) => { expect(duration(ms)).toBe(words) })
})

describe('relative', () => {
  const now = Date.parse('2026-11-24T12:00:00Z')
  it.each([
    ['2026-11-24T11:59:58Z', 'just now'], ['2026-11-24T11:55:00Z', '5 min ago'], ['2026-11-24T15:00:00Z', 'in 3 h'],
    ['2026-11-22T12:00:00Z', '2 days ago'], ['2026-11-24T12:00:30Z', 'in 30 s'],
  ])('%s is %s', (iso, words) => { expect(relative(iso, now)).toBe(words) })
})

describe('absolute', () => {
  it('follows the zone', () => {
    expect(absolute('2026-11-24T20:30:05Z', { zone: 'Asia/Kolkata' })).toBe('2026-11-25 02:00')
    expect(absolute('2026-11-24T20:30:05Z', { zone: 'UTC', seconds: true })).toBe('2026-11-24 20:30:05')
  })
})

describe('between', () => {
  it('goes on until now where there is no end', () => {
    expect(between('2026-11-24T12:00:00Z', null, Date.parse('2026-11-24T12:01:00Z'))).toBe(60_000)
    expect(between(null, null, 0)).toBeNull()
  })
})
