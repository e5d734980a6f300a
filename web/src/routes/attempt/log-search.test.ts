// @vitest-environment jsdom
import { describe, expect, it } from 'vitest'
import { hitAt, hitsIn, rangeOf } from './log-search'

describe('hitsIn', () => {
  it('looks past colours and case', () => {
    expect(hitsIn(['one', '\u001b[31mER\u001b[0mror and error'], 'error')).toEqual([{ line: 1, from: 0, to: 5 }, { line: 1, from: 10, to: 15 }])
    expect(hitsIn(['one'], '')).toEqual([])
  })
  it('finds the next one from a line', () => {
    const hits = hitsIn(['x', '', 'x', 'x'], 'x')
    expect([hitAt(hits, 0), hitAt(hits, 1), hitAt(hits, 9)]).toEqual([0, 1, 0])
  })
})

describe('rangeOf', () => {
  it('covers a hit that is cut into pieces', () => {
    const pre = document.createElement('pre')
    pre.innerHTML = 'first\nse<span>co</span>nd line\nthird'
    expect(rangeOf(pre, 1, 0, 6)?.toString()).toBe('second')
    expect(rangeOf(pre, 2, 2, 5)?.toString()).toBe('ird')
    expect(rangeOf(pre, 0, 3, 9)).toBeNull()
  })
})
