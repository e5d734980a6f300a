import { describe, expect, it } from 'vitest'
import { keysFor } from './events'

describe('an event', () => {
  it('of an attempt makes its run and the attempt stale', () => {
    const keys = keysFor({ kind: 'attempt', dag_id: 'd', run_id: 'r', task_id: 't', attempt: 2 })
    expect(keys).toEqual([['run', 'd', 'r'], ['attempt', 'd', 'r', 't', 2]])
  })
  it('of a run makes the list of dags stale, which shows its last runs', () => {
    expect(keysFor({ kind: 'run', dag_id: 'd', run_id: 'r' })).toContainEqual(['dags'])
  })
  it('of a server touches nothing else', () => {
    expect(keysFor({ kind: 'server', name: '' })).toEqual([['servers']])
  })
})
