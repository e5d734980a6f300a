import type { ListedRun } from '../../api/client'
import { around, type Reach } from './reach'

/** The rows of a grid: the dag's tasks in their order, then those that only older runs had; around one task, those alone. */
export function rowsOf(dag: { readonly tasks: readonly { readonly task_id: string; readonly after: readonly string[] }[] }, runs: readonly Pick<ListedRun, 'tasks'>[], task?: string, reach?: Reach): string[] {
  const shown = around(dag.tasks, task, reach)
  const rows = new Set(inOrder(shown))
  if (shown.length < dag.tasks.length) return [...rows]
  for (const run of runs) for (const task of run.tasks ?? []) rows.add(task.task_id)
  return [...rows]
}

/** Tasks so that each comes after what it waits for, otherwise as they were written. */
export function inOrder(tasks: readonly { readonly task_id: string; readonly after: readonly string[] }[]): string[] {
  const byId = new Map(tasks.map((task) => [task.task_id, task]))
  const done = new Set<string>()
  const visit = (id: string, path: ReadonlySet<string>): void => {
    const task = byId.get(id)
    if (task === undefined || done.has(id) || path.has(id)) return
    for (const before of task.after) visit(before, new Set([...path, id]))
    done.add(id)
  }
  for (const task of tasks) visit(task.task_id, new Set())
  return [...done]
}

/** Height of a row and width of a column in pixels. */
export const ROW = 30
export const COLUMN = 30
/** How many rows, or columns, are drawn out of sight on either side, for keys and quick scrolling. */
const BEFORE = 6
/** New rows are drawn so many at a time: few, for a frame has 16 ms, and not one by one, as each time costs something of its own. */
const STEP = 2
/** So many columns are drawn together in each row. */
export const BLOCK = 8

/** The rows, or the columns, to draw of a table that is scrolled to a place on a screen of some size, both in pixels, in whole steps; all of them where they are few. */
export function inSight(count: number, place: number, size: number, step = STEP): { from: number; to: number } {
  const drawn = Math.ceil(size / ROW) + 2 * BEFORE + step
  if (count <= drawn) return { from: 0, to: count }
  const from = down(Math.min(Math.max(0, place / ROW - BEFORE), count - drawn), step)
  return { from, to: Math.min(count, from + drawn + step) }
}

const down = (n: number, step: number) => Math.floor(n / step) * step

/** A place scrolled to, in steps, so that not every pixel of scrolling draws anew. In pixels. */
export function inSteps(top: number, step = STEP): number {
  return down(top, ROW * step)
}

const MOVES: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }

/** The square (or, above row 0, the run's head; before column 0, the task's name) that an arrow key, Home or End leads to from the one in focus, over gaps. */
export function step(table: HTMLElement, from: Element | null, key: string): HTMLElement | null {
  const at = from instanceof HTMLElement ? /^(-?\d+),(-?\d+)$/.exec(from.dataset.at ?? '') : null
  if (at === null) return null
  const move = MOVES[key]
  if (move === undefined) return key === 'Home' || key === 'End' ? end(table, Number(at[1]), key) : null
  let [row, column] = [Number(at[1]), Number(at[2])]
  for (let tries = 0; tries < 200; tries++) {
    row += move[0]
    column += move[1]
    if (row < -1 || column < -1) return null
    const found = table.querySelector<HTMLElement>(`[data-at="${row},${column}"]`)
    if (found !== null) return found
  }
  return null
}

/** The first or last of a row that is drawn. */
function end(table: HTMLElement, row: number, key: 'Home' | 'End'): HTMLElement | null {
  const all = [...table.querySelectorAll<HTMLElement>(`[data-at^="${row},"]`)]
  return (key === 'Home' ? all[0] : all.at(-1)) ?? null
}
