import { Anchor, Skeleton, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { Schemas } from '../../api/client'
import { versionQuery } from '../../api/versions'
import { parseNotebook, type NotebookModel } from '../../notebook/model'
import { Problem } from '../../parts/Problem'
import { Tag } from '../../parts/Tag'
import { count } from '../../words'
import styles from './CodeDiff.module.css'
import { diffCells, diffLines, folded, type CellPair, type DiffLine } from './diff'

type File = Schemas['DagFile']
interface FilePair { readonly path: string; readonly before: File | undefined; readonly after: File | undefined }

/** What changed from one version of the dag's files to another: notebooks cell by cell, other texts line by line. */
export function CodeDiff({ dagId, from, to }: { dagId: string; from: string; to: string }) {
  const before = useQuery(versionQuery(dagId, from))
  const after = useQuery(versionQuery(dagId, to))
  const error = before.error ?? after.error
  if (error !== null) return <Problem error={error} />
  if (before.data === undefined || after.data === undefined) return <Skeleton h={300} />
  const [old, now] = [new Map(before.data.map((file) => [file.path, file])), new Map(after.data.map((file) => [file.path, file]))]
  const pairs = [...new Set([...now.keys(), ...old.keys()])].sort().map((path): FilePair => ({ path, before: old.get(path), after: now.get(path) }))
  const changed = pairs.filter((pair) => pair.before?.text !== pair.after?.text || pair.before?.size !== pair.after?.size)
  return (
    <div role="region" aria-label="What changed">
      <Text size="sm" mb="xs">{changed.length === 0 ? 'No file is different.' : `${count(changed.length, 'file')} of ${pairs.length} changed.`}</Text>
      {changed.map((pair) => <FileDiff key={pair.path} {...pair} />)}
    </div>
  )
}

function FileDiff({ path, before, after }: FilePair) {
  const word = before === undefined ? 'new' : after === undefined ? 'gone' : 'changed'
  const [a, b] = [textOf(before), textOf(after)]
  const notebooks = useMemo(() => (path.endsWith('.ipynb') && a !== null && b !== null ? [notebookOf(a), notebookOf(b)] as const : null), [path, a, b])
  return (
    <section className={styles.file} aria-label={path}>
      <h3>{path} <Tag>{word}</Tag></h3>
      {a === null || b === null ? <p className={styles.quiet}>No text, or too long to compare.</p>
        : notebooks?.[0] != null && notebooks[1] !== null ? <Cells before={notebooks[0]} after={notebooks[1]} />
          : <Lines before={a} after={b} />}
    </section>
  )
}

/** Null where there is a file whose text cannot be shown. */
function textOf(file: File | undefined): string | null {
  return file === undefined ? '' : file.text
}

function notebookOf(text: string): NotebookModel | null {
  try {
    return text === '' ? { cells: [], language: 'python' } : parseNotebook(text)
  } catch {
    return null
  }
}

function Cells({ before, after }: { before: NotebookModel; after: NotebookModel }) {
  const pairs = diffCells(before, after)
  const groups: (CellPair | number)[] = []
  for (const pair of pairs) {
    const last = groups.at(-1)
    if (pair.changed) groups.push(pair)
    else if (typeof last === 'number') groups[groups.length - 1] = last + 1
    else groups.push(1)
  }
  if (pairs.every((pair) => !pair.changed)) return <p className={styles.quiet}>Every cell’s source is the same; outputs or metadata differ.</p>
  return (
    <>
      {groups.map((group, i) => (typeof group === 'number'
        ? <p key={i} className={styles.quiet}>{count(group, 'cell')} unchanged</p>
        : (
          <div key={i} className={styles.cell} data-kind={group.before === null ? 'new' : group.after === null ? 'gone' : 'changed'}>
            <div className={styles.quiet}>{(group.after ?? group.before)?.type} cell {((group.after ?? group.before)?.index ?? 0) + 1}{group.before === null ? ', new' : group.after === null ? ', gone' : ', changed'}</div>
            <Lines before={group.before?.source ?? ''} after={group.after?.source ?? ''} />
          </div>
        )))}
    </>
  )
}

function Lines({ before, after }: { before: string; after: string }) {
  const lines = useMemo(() => diffLines(before, after), [before, after])
  const [whole, setWhole] = useState(false)
  const parts = whole ? [{ lines }] : folded(lines)
  return (
    <div className={styles.scroller}>
      <table className={styles.lines}>
        <tbody>
          {parts.map((part, i) => ('skipped' in part
            ? <tr key={i} className={styles.skipped}><td colSpan={4}><Anchor component="button" size="xs" onClick={() => { setWhole(true) }}>show {count(part.skipped, 'equal line')}</Anchor></td></tr>
            : part.lines.map((line, j) => <Line key={`${i} ${j}`} line={line} />)))}
        </tbody>
      </table>
    </div>
  )
}

const SIGNS = { same: ' ', gone: '−', new: '+' } as const

function Line({ line }: { line: DiffLine }) {
  return <tr data-kind={line.kind}><td>{line.before}</td><td>{line.after}</td><td>{SIGNS[line.kind]}</td><td>{line.text}</td></tr>
}
