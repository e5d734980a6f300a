import { describe, expect, it } from 'vitest'
import type { AttemptError, ListedRun } from '../../api/client'
import { alike, changedParameters, historyOf } from './history'

const run = (run_id: string, state: string) => ({ run_id, tasks: [{ task_id: 't', state }] }) as unknown as ListedRun
const error = (name: string, message: string) => ({ kind: 'cell', name, message }) as AttemptError

describe('historyOf', () => {
  const runs = [run('5', 'running'), run('4', 'failed'), run('3', 'upstream_failed'), run('2', 'failed'), run('1', 'success'), run('0', 'failed')]
  it('counts failures back to the last good run, over runs in which the task did not run', () => {
    const history = historyOf(runs, true, '4', 't')
    expect([history?.lastGood?.run_id, history?.streak.map((one) => one.run_id), history?.whole]).toEqual(['1', ['4', '2'], true])
  })
  it('says when the list ended before a good run', () => {
    expect(historyOf(runs.slice(0, 3), true, '4', 't')).toMatchObject({ lastGood: null, whole: false })
    expect(historyOf(runs, false, 'nope', 't')).toBeNull()
  })
})

describe('alike', () => {
  it('looks past numbers and addresses', () => {
    expect(alike(error('KeyError', 'row 17 at 0xff'), error('KeyError', 'row 4 at 0x1a'))).toBe(true)
    expect(alike(error('KeyError', 'x'), error('ValueError', 'x'))).toBe(false)
  })
})

describe('changedParameters', () => {
  it('names what was added, changed and taken away', () => {
    expect(changedParameters({ a: 1, b: [1], c: 2 }, { a: 1, b: [2], d: null }).map((one) => one.name)).toEqual(['b', 'c', 'd'])
  })
})
