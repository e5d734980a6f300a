import { describe, expect, it } from 'vitest'
import { choicesFor, clearing, marking, undoOf } from './choices'

const target = { runIds: ['r'], taskIds: ['a'], name: 'a' }

describe('undoOf', () => {
  it('marks each task as it was, run by run', () => {
    const back = undoOf(marking(target, 'failed').correction, [{ run_id: 'r', task_id: 'a', map_index: -1, state: 'success' }, { run_id: 'r', task_id: 'b', map_index: -1, state: 'success' }, { run_id: 's', task_id: 'a', map_index: -1, state: 'skipped' }])
    expect(back?.map((one) => one.what === 'mark' && [one.body.run_ids, one.body.task_ids, one.body.state])).toEqual([[['r'], ['a', 'b'], 'success'], [['s'], ['a'], 'skipped']])
  })
  it('offers nothing where the state of before cannot be marked', () => {
    expect(undoOf(marking(target, 'success').correction, [{ run_id: 'r', task_id: 'a', map_index: -1, state: 'upstream_failed' }])).toBeNull()
    expect(undoOf(clearing(target, true).correction, [{ run_id: 'r', task_id: 'a', map_index: -1, state: 'success' }])).toBeNull()
  })
})

describe('choicesFor', () => {
  it('never begins with a change: each asks for a dry run by itself', () => {
    expect(choicesFor(target).map((choice) => choice.words)).toEqual(['Clear this task', 'Clear it and what comes after', 'Mark success', 'Mark failed', 'Mark skipped'])
  })
})
