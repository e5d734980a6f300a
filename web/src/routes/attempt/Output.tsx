import { Anchor, Group, Progress, Skeleton, Stack, Switch, Text } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { AttemptDetail } from '../../api/client'
import { Notebook, goToCell } from '../../notebook/Notebook'
import type { NotebookModel } from '../../notebook/model'
import { Empty } from '../../parts/Empty'
import { Problem } from '../../parts/Problem'
import { Took } from '../../parts/Time'
import { isActive } from '../../state-table'
import { between, duration } from '../../time'
import { useFollow } from './follow'
import styles from './Output.module.css'

/** The output notebook, which grows while the attempt runs, with its way to headings and to slow cells. */
export function Output({ attempt, notebook, error, failingCell, failingLine }: {
  attempt: AttemptDetail; notebook: NotebookModel | undefined; error: Error | null; failingCell: string | null; failingLine: number | null
}) {
  const hideCode = useSearch({ from: '/inside/dags/$dagId/runs/$runId/tasks/$taskId' }).code === false
  const navigate = useNavigate({ from: '/dags/$dagId/runs/$runId/tasks/$taskId' })
  useFragment(notebook !== undefined)
  useFollow(notebook === undefined || !isActive(attempt.state) ? null : (attempt.cells.find((cell) => cell.state === 'running')?.cell_id ?? null))
  if (error !== null && notebook === undefined) return <Problem error={error} />
  if (!attempt.has_notebook) {
    return (
      <Empty title={isActive(attempt.state) ? 'The kernel is starting' : 'There is no output notebook'}>
        {isActive(attempt.state) ? 'The notebook appears with its first cell.' : 'The attempt ended before the first cell ran. Its log says more.'}
      </Empty>
    )
  }
  if (notebook === undefined) return <Stack gap={6}>{[80, 120, 60, 160].map((h) => <Skeleton key={h} h={h} />)}</Stack>
  return (
    <>
      <Group justify="space-between" mb="xs" gap="sm">
        <Live attempt={attempt} />
        <Switch size="xs" label="Hide code" checked={hideCode} onChange={(event) => { const code = event.currentTarget.checked ? false as const : undefined; void navigate({ search: (before) => ({ ...before, code }), replace: true, resetScroll: false }) }} />
      </Group>
      <div className={styles.sides}>
        <div className={styles.sheet}><Notebook notebook={notebook} cells={attempt.cells} failingCell={failingCell} failingLine={failingLine} hideCode={hideCode} /></div>
        <Contents notebook={notebook} attempt={attempt} failingCell={failingCell} />
      </div>
    </>
  )
}

function Live({ attempt }: { attempt: AttemptDetail }) {
  const running = attempt.cells.find((cell) => cell.state === 'running')
  const total = attempt.cells_total
  if (!isActive(attempt.state) || total === null) return <span />
  return (
    <Group gap="sm" role="status">
      <Progress value={total === 0 ? 0 : (100 * attempt.cells_done) / total} w={160} color="cyan" animated aria-label="Cells done" />
      <Text size="sm">cell {Math.min(total, attempt.cells_done + 1)} of {total}</Text>
      {running !== undefined && (
        <Text size="sm" c="var(--page-quiet)">
          for <Took start={running.started_at} end={null} running />{running.cell_id !== null && <> · <Anchor component="button" size="sm" onClick={() => { goToCell(running.cell_id ?? '') }}>go to it</Anchor></>}
        </Text>
      )}
    </Group>
  )
}

/** Cells slower than this are worth a link, and so many of them. In milliseconds. */
const SLOW = 1000
const SLOWEST = 3

/** The way to the failing cell, to headings and to the slowest cells. */
function Contents({ notebook, attempt, failingCell }: { notebook: NotebookModel; attempt: AttemptDetail; failingCell: string | null }) {
  const headings = notebook.cells.filter((cell) => cell.type === 'markdown').flatMap((cell) => {
    const found = /^(#{1,3})\s+(.+)$/m.exec(cell.source)
    return found === null ? [] : [{ id: cell.id, level: found[1]?.length ?? 1, text: (found[2] ?? '').replace(/[*_`]/g, '') }]
  })
  const slow = attempt.cells.flatMap((cell) => (cell.ended_at === null || cell.cell_id === null ? [] : [{ id: cell.cell_id, index: cell.index, took: between(cell.started_at, cell.ended_at, 0) ?? 0 }]))
    .filter((cell) => cell.took >= SLOW).sort((a, b) => b.took - a.took).slice(0, SLOWEST)
  if (headings.length < 2 && slow.length === 0 && failingCell === null) return null
  return (
    <nav className={styles.contents} aria-label="Contents">
      {failingCell !== null && <a href={`#cell-${failingCell}`} style={{ color: 'var(--state-failed-fg)' }} onClick={() => { goToCell(failingCell) }}>Failing cell</a>}
      {headings.length >= 2 && <Text size="xs" fw={600} c="var(--page-quiet)" mb={4} mt={failingCell === null ? 0 : 8}>Contents</Text>}
      {headings.length >= 2 && headings.map((one) => (
        <a key={one.id} href={`#cell-${one.id}`} style={{ paddingLeft: 8 + (one.level - 1) * 12 }} onClick={() => { goToCell(one.id) }}>{one.text}</a>
      ))}
      {slow.length > 0 && <Text size="xs" fw={600} c="var(--page-quiet)" mb={4} mt={8}>Slowest cells</Text>}
      {slow.map((cell) => <a key={cell.id} href={`#cell-${cell.id}`} onClick={() => { goToCell(cell.id) }}>cell {cell.index + 1} · {duration(cell.took)}</a>)}
    </nav>
  )
}

/** A link to a cell finds its cell only once the notebook is here; it leads there once, so that new output never moves the page. */
function useFragment(ready: boolean): void {
  const done = useRef(false)
  useEffect(() => {
    if (!ready || done.current) return
    done.current = true
    const fragment = decodeURIComponent(window.location.hash.slice(1))
    if (fragment.startsWith('cell-')) goToCell(fragment.slice('cell-'.length))
  }, [ready])
}
