import { describe, expect, it } from 'vitest'
import type { Dag, Run } from '../../api/client'
import { failing, filterOf, nextSort } from './filters'

const run = (state: Run['state']) => ({ state }) as Run
const dag = (dag_id: string, ...states: Run['state'][]) => ({ dag_id, recent_runs: states.map(run) }) as unknown as Dag

describe('failing', () => {
  it('counts a dag that runs again after a failure', () => {
    const dags = [dag('sales', 'success', 'failed'), dag('stock', 'failed', 'running'), dag('fresh'), dag('good', 'failed', 'success')]
    expect(failing(dags).map((d) => d.dag_id)).toEqual(['sales', 'stock'])
  })
})

describe('filterOf', () => {
  it('asks for the stretch of a page', () => {
    expect(filterOf({}, [])).toMatchObject({ limit: 100, offset: undefined, ids: undefined })
    expect(filterOf({ page: 3, tag: 'daily' }, [])).toMatchObject({ offset: 200, tag: 'daily' })
  })
  it('asks for no dag where none is starred, and not for all of them', () => {
    expect(filterOf({ starred: true }, ['a', 'b']).ids).toBe('a,b')
    expect(filterOf({ starred: true }, []).ids).toBe(' ')
  })
})

describe('nextSort', () => {
  it('goes both ways, then back to the names', () => {
    expect([nextSort(undefined, 'owner'), nextSort('owner', 'owner'), nextSort('-owner', 'owner')]).toEqual(['owner', '-owner', undefined])
    expect([nextSort(undefined, 'dag_id'), nextSort('-dag_id', 'dag_id')]).toEqual(['-dag_id', undefined])
  })
  it('begins with the newest run', () => { expect(nextSort('owner', 'last_run')).toBe('-last_run') })
})
