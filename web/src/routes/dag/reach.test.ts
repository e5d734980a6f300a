import { describe, expect, it } from 'vitest'
import { around } from './reach'

const tasks = [{ task_id: 'a', after: [] }, { task_id: 'b', after: ['a'] }, { task_id: 'c', after: ['a'] }, { task_id: 'd', after: ['b'] }, { task_id: 'x', after: [] }]
const ids = (...args: [string | undefined, ('both' | 'upstream' | 'downstream')?]) => around(tasks, ...args).map((task) => task.task_id).join('')

describe('around', () => {
  it('keeps what leads to a task and what follows from it', () => {
    expect([ids('b'), ids('b', 'upstream'), ids('b', 'downstream'), ids('a', 'downstream')]).toEqual(['abd', 'ab', 'bd', 'abcd'])
  })
  it('keeps all where the task is unknown or none is asked for', () => { expect([ids('nope'), ids(undefined)]).toEqual(['abcdx', 'abcdx']) })
})
