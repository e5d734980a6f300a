import { describe, expect, it } from 'vitest'
import { edgesOf, place } from './layout'

const tasks = [
  { task_id: 'load', notebook: 'a', after: [] },
  { task_id: 'left', notebook: 'a', after: ['load'] },
  { task_id: 'right', notebook: 'a', after: ['load', 'unknown'] },
  { task_id: 'join', notebook: 'a', after: ['left', 'right'] },
]

describe('place', () => {
  it('puts a task right of all that it waits for', async () => {
    const x = Object.fromEntries((await place(tasks, 'RIGHT')).map((node) => [node.id, node.x]))
    expect(x.load).toBeLessThan(x.left ?? 0)
    expect(x.left).toBe(x.right)
    expect(x.join).toBeGreaterThan(x.right ?? 0)
  })
})

describe('edgesOf', () => {
  it('leaves out what does not exist', () => { expect(edgesOf(tasks).map((edge) => edge.id)).toEqual(['load→left', 'load→right', 'left→join', 'right→join']) })
})
