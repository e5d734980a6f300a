import { describe, expect, it } from 'vitest'
import { parseNotebook } from '../../notebook/model'
import { align, diffCells, diffLines, folded } from './diff'

const apply = (a: string, b: string) => {
  const pairs = align([...a], [...b], (x, y) => x === y)
  return { before: pairs.flatMap(([x]) => (x === null ? [] : [a[x]])).join(''), after: pairs.flatMap(([, y]) => (y === null ? [] : [b[y]])).join(''), edits: pairs.filter(([x, y]) => x === null || y === null).length, wrong: pairs.filter(([x, y]) => x !== null && y !== null && a[x] !== b[y]).length }
}

describe('align', () => {
  it('keeps both texts whole with the fewest edits', () => {
    expect(apply('abcabba', 'cbabac')).toEqual({ before: 'abcabba', after: 'cbabac', edits: 5, wrong: 0 })
    expect(apply('', 'xy').edits).toBe(2)
    expect(apply('same', 'same').edits).toBe(0)
  })
  it('is right for any two texts', () => {
    let seed = 7
    const random = (n: number) => { seed = (seed * 1103515245 + 12345) % 2147483648; return seed % n }
    for (let i = 0; i < 300; i++) {
      const [a, b] = [0, 0].map(() => Array.from({ length: random(14) }, () => 'abc'[random(3)]).join('')) as [string, string]
      expect(apply(a, b)).toMatchObject({ before: a, after: b, wrong: 0 })
    }
  })
  it('ends soon for two long texts that have nothing in common', () => {
    const pairs = align(Array.from({ length: 20_000 }, (_, i) => i), Array.from({ length: 20_000 }, (_, i) => -1 - i), (x, y) => x === y)
    expect(pairs).toHaveLength(40_000)
  })
})

describe('lines', () => {
  const long = Array.from({ length: 20 }, (_, i) => `line ${i}`).join('\n')
  it('have the numbers of both sides and are folded away from the change', () => {
    const lines = diffLines(long, long.replace('line 10', 'line ten'))
    expect(lines.find((line) => line.kind === 'gone')).toMatchObject({ text: 'line 10', before: 11, after: null })
    expect(folded(lines).map((part) => ('skipped' in part ? part.skipped : part.lines.length))).toEqual([7, 8, 6])
    expect(folded(diffLines(long, long))).toEqual([{ skipped: 20 }])
  })
})

describe('cells', () => {
  const notebook = (...cells: [string | null, string][]) => parseNotebook(JSON.stringify({ cells: cells.map(([id, source]) => ({ cell_type: 'code', source, metadata: {}, outputs: [], ...(id === null ? {} : { id }) })) }))
  it('are the same by id though their source changed', () => {
    const found = diffCells(notebook(['a', 'x'], ['b', 'y']), notebook(['n', 'new'], ['a', 'x2'], ['b', 'y']))
    expect(found.map(({ before, after, changed }) => [before?.id, after?.id, changed])).toEqual([[undefined, 'n', true], ['a', 'a', true], ['b', 'b', false]])
  })
  it('are paired by their place where they have no id', () => {
    const found = diffCells(notebook([null, 'x'], [null, 'old'], [null, 'z']), notebook([null, 'x'], [null, 'new'], [null, 'z'], [null, 'more']))
    expect(found.map(({ before, after }) => [before?.source, after?.source])).toEqual([['x', 'x'], ['old', 'new'], ['z', 'z'], [undefined, 'more']])
  })
})
