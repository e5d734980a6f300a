import { describe, expect, it } from 'vitest'
import { BLOCK, ROW, inOrder, inSight, rowsOf } from './grid-model'

const task = (task_id: string, ...after: string[]) => ({ task_id, after, notebook: `${task_id}.ipynb` })

describe('inOrder', () => {
  it('puts what waits after what it waits for', () => { expect(inOrder([task('join', 'a', 'b'), task('b', 'a'), task('a')])).toEqual(['a', 'b', 'join']) })
  it('ends on a circle', () => { expect(inOrder([task('a', 'b'), task('b', 'a')]).sort()).toEqual(['a', 'b']) })
})

describe('rowsOf', () => {
  it('keeps tasks that only an old run had', () => {
    const old = { tasks: [{ task_id: 'gone', state: 'success', attempts: 1, started_at: null, ended_at: null } as const] }
    expect(rowsOf({ tasks: [task('a')] }, [{}, old])).toEqual(['a', 'gone'])
  })
})

describe('inSight', () => {
  it('draws all of a few', () => { expect(inSight(20, 0, 900)).toEqual({ from: 0, to: 20 }) })
  it('covers what is on the screen wherever it is scrolled to', () => {
    for (const step of [2, BLOCK]) for (let row = 0; row <= 500; row += 7) {
      const { from, to } = inSight(500, row * ROW, 900, step)
      expect(from).toBeLessThanOrEqual(row)
      expect(to).toBeGreaterThanOrEqual(Math.min(500, row + 30))
      expect(to - from).toBeLessThanOrEqual(58)
      expect(from % step).toBe(0)
    }
  })
})
