import { describe, expect, it } from 'vitest'
import { tokenLines, tokens } from './highlight'

describe('tokens', () => {
  it('lose no character', () => {
    const source = 'def f(x):\n    """doc\n    more"""\n    return x + 1 # why\n%matplotlib inline\n!ls'
    expect(tokens(source, 'python').map((t) => t.text).join('')).toBe(source)
    expect(tokenLines(source, 'python').map((row) => row.map((t) => t.text).join('')).join('\n')).toBe(source)
  })
  it('know keywords and strings', () => {
    const all = tokens('return "a"', 'python')
    expect(all[0]).toEqual({ text: 'return', look: 'tok-keyword' })
    expect(all.at(-1)).toEqual({ text: '"a"', look: 'tok-string' })
  })
  it('leave other languages plain', () => { expect(tokens('x <- 1', 'R')).toEqual([{ text: 'x <- 1', look: '' }]) })
})
