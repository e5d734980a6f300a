import { describe, expect, it } from 'vitest'
import { folded, groupsOf, stateOf, withGroups } from './fold'

const task = (task_id: string, group: string | null, ...after: string[]) => ({ task_id, group, after, notebook: 'n.ipynb' })
const TASKS = [task('start', null), task('g.a', 'g', 'start'), task('g.b', 'g', 'g.a'), task('end', null, 'g.b', 'start')]

describe('folded', () => {
  it('leaves tasks as they are where no group is folded', () => { expect(folded(TASKS, new Set()).map((one) => one.task_id)).toEqual(['start', 'g.a', 'g.b', 'end']) })
  it('shows a group as one task that waits for what its tasks wait for outside of it', () => {
    expect(folded(TASKS, new Set(['g'])).map((one) => [one.task_id, one.after])).toEqual([['start', []], ['g', ['start']], ['end', ['g', 'start']]])
    expect(folded(TASKS, new Set(['g']))[1]?.notebook).toBe('2 tasks')
  })
  it('has the worst state of the group', () => {
    const run = [{ ...task('g.a', 'g'), state: 'success' as const }, { ...task('g.b', 'g'), state: 'upstream_failed' as const }]
    expect(folded(run, new Set(['g']))[0]?.state).toBe('upstream_failed')
    expect(stateOf(['success', 'running', 'none'])).toBe('running')
    expect(stateOf([])).toBe('none')
  })
})

describe('withGroups', () => {
  const summary = (task_id: string, state: 'success' | 'running', started_at: string | null, ended_at: string | null) => ({ task_id, state, attempts: 1, started_at, ended_at })
  it('sums up a group from its first start to its last end', () => {
    const tasks = [summary('g.a', 'success', '2026-03-05T10:00:00Z', '2026-03-05T10:01:00Z'), summary('g.b', 'success', '2026-03-05T10:01:00Z', '2026-03-05T10:03:00Z')]
    expect(withGroups(tasks, groupsOf(TASKS), new Set(['g'])).at(-1)).toEqual(summary('g', 'success', '2026-03-05T10:00:00Z', '2026-03-05T10:03:00Z') )
  })
  it('has no end while one of its tasks is under way, and leaves out groups that the run does not have', () => {
    const tasks = [summary('g.a', 'running', '2026-03-05T10:00:00Z', null)]
    expect(withGroups(tasks, groupsOf(TASKS), new Set(['g', 'other']))).toHaveLength(2)
    expect(withGroups(tasks, groupsOf(TASKS), new Set(['g'])).at(-1)?.ended_at).toBeNull()
  })
})
