import { describe, expect, it } from 'vitest'
import { usualLength } from './usual'

const run = (run_id: string, seconds: number, state = 'success' as const) => ({ run_id, state, started_at: '2026-01-01T00:00:00Z', ended_at: new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString() })

describe('usualLength', () => {
  it('is the median of the other good runs', () => {
    expect(usualLength([run('a', 10), run('b', 900), run('c', 20), run('d', 1)], 'b')).toBe(10_000)
    expect(usualLength([run('a', 10), run('b', 20), run('c', 30), run('d', 40)], '')).toBe(25_000)
  })
  it('says nothing from too few', () => { expect(usualLength([run('a', 1), run('b', 2)], '')).toBeNull() })
})
