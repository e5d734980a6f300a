import type { NotebookModel, CellModel } from '../../notebook/model'

/** A pair of places in two lists, from 0: the same thing in both, or what only one of them has. */
export type Pair = readonly [number, number] | readonly [number, null] | readonly [null, number]

/** So many differences are looked for by the exact way; past them the middle counts as all different. */
const MOST = 1_500

/** Puts two lists side by side with as few differences as there can be (Myers 1986), between what they share at both ends. */
export function align<T>(a: readonly T[], b: readonly T[], same: (x: T, y: T) => boolean): Pair[] {
  let start = 0
  while (start < a.length && start < b.length && same(a[start] as T, b[start] as T)) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && same(a[a.length - 1 - end] as T, b[b.length - 1 - end] as T)) end++
  const [n, m] = [a.length - start - end, b.length - start - end]
  const middle = path(n, m, (x, y) => same(a[start + x] as T, b[start + y] as T))
  return [
    ...Array.from({ length: start }, (_, i): Pair => [i, i]),
    ...middle.map(([x, y]) => [x === null ? null : x + start, y === null ? null : y + start] as Pair),
    ...Array.from({ length: end }, (_, i): Pair => [a.length - end + i, b.length - end + i]),
  ]
}

function path(n: number, m: number, same: (x: number, y: number) => boolean): Pair[] {
  const furthest = new Map<number, number>([[1, 0]])
  const steps: Map<number, number>[] = []
  for (let d = 0; d <= Math.min(n + m, MOST); d++) {
    steps.push(new Map(furthest))
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && (furthest.get(k - 1) ?? 0) < (furthest.get(k + 1) ?? 0))
      let x = down ? (furthest.get(k + 1) ?? 0) : (furthest.get(k - 1) ?? 0) + 1
      while (x < n && x - k < m && same(x, x - k)) x++
      furthest.set(k, x)
      if (x >= n && x - k >= m) return back(n, m, steps)
    }
  }
  return [...Array.from({ length: n }, (_, i): Pair => [i, null]), ...Array.from({ length: m }, (_, i): Pair => [null, i])]
}

function back(n: number, m: number, steps: readonly Map<number, number>[]): Pair[] {
  const pairs: Pair[] = []
  let [x, y] = [n, m]
  for (let d = steps.length - 1; d > 0; d--) {
    const before = steps[d] ?? new Map<number, number>()
    const k = x - y
    const down = k === -d || (k !== d && (before.get(k - 1) ?? 0) < (before.get(k + 1) ?? 0))
    const fromK = down ? k + 1 : k - 1
    const fromX = before.get(fromK) ?? 0
    const fromY = fromX - fromK
    while (x > fromX && y > fromY && x > 0 && y > 0 && !(down ? x === fromX && y === fromY + 1 : x === fromX + 1 && y === fromY)) pairs.push([--x, --y])
    if (down) pairs.push([null, --y])
    else pairs.push([--x, null])
  }
  while (x > 0 && y > 0) pairs.push([--x, --y])
  return pairs.reverse()
}

/** One line of a difference; its number in the text before and after, from 1. */
export interface DiffLine { readonly kind: 'same' | 'gone' | 'new'; readonly text: string; readonly before: number | null; readonly after: number | null }
/** Lines that are shown, or a number of equal ones between them that are not. */
export type DiffPart = { readonly lines: readonly DiffLine[] } | { readonly skipped: number }

const CONTEXT = 3

export function diffLines(before: string, after: string): DiffLine[] {
  const [a, b] = [linesOf(before), linesOf(after)]
  return align(a, b, (x, y) => x === y).map(([x, y]): DiffLine => ({
    kind: x === null ? 'new' : y === null ? 'gone' : 'same', text: (x === null ? b[y ?? 0] : a[x]) ?? '',
    before: x === null ? null : x + 1, after: y === null ? null : y + 1,
  }))
}

/** The lines near a difference, in their order, and how many equal ones lie between. */
export function folded(lines: readonly DiffLine[]): DiffPart[] {
  const near = lines.map(() => false)
  lines.forEach((line, i) => { if (line.kind !== 'same') for (let j = Math.max(0, i - CONTEXT); j <= Math.min(lines.length - 1, i + CONTEXT); j++) near[j] = true })
  const parts: DiffPart[] = []
  for (let i = 0; i < lines.length;) {
    let end = i
    while (end < lines.length && near[end] === near[i]) end++
    parts.push(near[i] === true ? { lines: lines.slice(i, end) } : { skipped: end - i })
    i = end
  }
  return parts
}

/** Two cells side by side, or one that only one notebook has. */
export interface CellPair { readonly before: CellModel | null; readonly after: CellModel | null; readonly changed: boolean }

/** Cells of two notebooks by their ids where they have some, otherwise by their sources; a cell that came where another went is that one changed. */
export function diffCells(a: NotebookModel, b: NotebookModel): CellPair[] {
  const pairs = align(a.cells, b.cells, (x, y) => x.type === y.type && (named(x, y) ? x.id === y.id : x.source === y.source))
  const found: CellPair[] = []
  const gone: number[] = []
  pairs.forEach(([x, y]) => {
    const [before, after] = [x === null ? null : (a.cells[x] ?? null), y === null ? null : (b.cells[y] ?? null)]
    if (before !== null && after !== null) gone.length = 0
    const earlier = before === null && after !== null ? gone.find((i) => found[i]?.before?.type === after.type) : undefined
    if (earlier !== undefined) {
      gone.splice(gone.indexOf(earlier), 1)
      found[earlier] = { before: found[earlier]?.before ?? null, after, changed: true }
      return
    }
    if (after === null) gone.push(found.length)
    found.push({ before, after, changed: before?.source !== after?.source })
  })
  return found
}

function named(x: CellModel, y: CellModel): boolean {
  return !x.id.startsWith('at-') && !y.id.startsWith('at-')
}

function linesOf(text: string): string[] {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines
}
