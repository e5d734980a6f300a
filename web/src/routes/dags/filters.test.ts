import { describe, expect, it } from 'vitest'
import type { Dag, Run } from '../../api/client'
import { countByState, failing, matching } from './filters'

const run = (state: Run['state']) => ({ state }) as Run
const dag = (dag_id: string, more: Partial<Dag> = {}): Dag => ({
  dag_id, description: null, owner: 'ana', run_as: 'ana', tags: [], schedule: null, schedule_text: 'by hand', timezone: 'UTC', paused: false,
  commit: 'c', deployed_at: '', next_run_at: null, recent_runs: [], ...more,
})

const dags = [
  dag('sales', { tags: ['daily'], recent_runs: [run('success'), run('failed')] }),
  dag('stock', { paused: true, owner: 'ben', recent_runs: [run('failed'), run('running')] }),
  dag('fresh'),
]

describe('matching', () => {
  const ids = (...args: Parameters<typeof matching>) => matching(...args).map((d) => d.dag_id)
  it('wants every word somewhere', () => {
    expect(ids(dags, { q: 'ANA dai' })).toEqual(['sales'])
    expect(ids(dags, {})).toHaveLength(3)
  })
  it('looks at pause and last state', () => {
    expect(ids(dags, { paused: true })).toEqual(['stock'])
    expect(ids(dags, { state: 'failed' })).toEqual(['sales'])
  })
})

describe('failing', () => {
  it('counts a dag that runs again after a failure', () => { expect(failing(dags).map((d) => d.dag_id)).toEqual(['sales', 'stock']) })
})

describe('countByState', () => {
  it('leaves out dags without a run', () => { expect(countByState(dags)).toEqual({ failed: 1, running: 1 }) })
})
