import { useHotkeys } from '@mantine/hooks'
import { useMemo, useRef } from 'react'
import type { CellProgress } from '../api/client'
import { hotkeys } from '../keys'
import { Cell } from './Cell'
import type { NotebookModel } from './model'
import styles from './Notebook.module.css'

/** The element of a cell on the page, which also is the fragment of its link. */
export function cellAnchor(cellId: string): string {
  return `cell-${cellId}`
}

export function goToCell(cellId: string): void {
  const element = document.getElementById(cellAnchor(cellId))
  element?.scrollIntoView({ block: 'start' })
  element?.focus({ preventScroll: true })
}

/** A notebook, read-only; where its run goes on, the running cell is marked. */
export function Notebook({ notebook, cells, failingCell, failingLine, hideCode, name = 'Output notebook' }: {
  notebook: NotebookModel; cells: readonly CellProgress[]; failingCell: string | null; failingLine: number | null; hideCode: boolean; name?: string
}) {
  const root = useRef<HTMLDivElement>(null)
  const byId = useMemo(() => new Map(cells.map((one) => [one.cell_id ?? `index ${one.index}`, one])), [cells])
  const move = (step: 1 | -1) => {
    const all = [...(root.current?.querySelectorAll<HTMLElement>('[data-cell]') ?? [])]
    const at = all.findIndex((element) => element.contains(document.activeElement))
    const next = all[at === -1 ? (step === 1 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step))]
    next?.scrollIntoView({ block: 'nearest' })
    next?.focus({ preventScroll: true })
  }
  useHotkeys([
    ...hotkeys('nextCell', () => { move(1) }),
    ...hotkeys('previousCell', () => { move(-1) }),
    ...hotkeys('error', () => { if (failingCell !== null) goToCell(failingCell) }),
  ])
  return (
    <div ref={root} className={styles.notebook} role="region" aria-label={name}>
      {notebook.cells.map((cell) => (
        <Cell
          key={cell.id} cell={cell} language={notebook.language} progress={byId.get(cell.id) ?? byId.get(`index ${cell.index}`)}
          failing={cell.id === failingCell} failingLine={failingLine} hideCode={hideCode}
        />
      ))}
    </div>
  )
}
