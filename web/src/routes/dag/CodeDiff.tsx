import { Skeleton, Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Schemas } from '../../api/client'
import { changesQuery, diffQuery } from '../../api/versions'
import { Problem } from '../../parts/Problem'
import { Tag } from '../../parts/Tag'
import { count } from '../../words'
import codeStyles from './Code.module.css'
import styles from './CodeDiff.module.css'
import { DiffLines } from './DiffLines'

type Change = Schemas['FileChange']
type Cell = Schemas['CellDiff']
interface Between { readonly dagId: string; readonly from: string; readonly to: string }

/** So many files are compared at once; the others on wish. */
const OPEN = 20
const CONTEXT = 3
/** As many as the server gives. */
const ALL = 10_000

const WORDS = { added: 'new', removed: 'gone', changed: 'changed', same: 'unchanged' } as const
const SIGNS = { added: '+', removed: '−', changed: '±' } as const

/** What changed from one version of the dag's files to another: notebooks cell by cell, other texts line by line. */
export function CodeDiff(between: Between) {
  const { data: files, error, refetch } = useQuery(changesQuery(between.dagId, between.from, between.to))
  if (error !== null) return <Problem error={error} retry={() => { void refetch() }} />
  if (files === undefined) return <Skeleton h={300} />
  return (
    <div role="region" aria-label="What changed">
      <Text size="sm" mb="xs">{files.length === 0 ? 'No file is different.' : `${count(files.length, 'file')} changed.`}</Text>
      <div className={files.length > 1 ? codeStyles.sides : undefined}>
        {files.length > 1 && <nav className={`${codeStyles.files} ${styles.names}`} aria-label="Changed files">
          {files.map((file) => (
            <a key={file.path} href={`#${idOf(file.path)}`} className={codeStyles.file} onClick={(event) => { event.preventDefault(); document.getElementById(idOf(file.path))?.scrollIntoView() }}>
              <span className={styles.sign} data-change={file.change} aria-hidden>{SIGNS[file.change]}</span> {file.path}
            </a>
          ))}
        </nav>}
        <div>{files.map((file, i) => <File key={file.path} between={between} file={file} opened={i < OPEN} />)}</div>
      </div>
    </div>
  )
}

const idOf = (path: string) => `diff-${path}`

function File({ between, file: { path, change }, opened }: { between: Between; file: Change; opened: boolean }) {
  const [open, setOpen] = useState(opened)
  return (
    <section id={idOf(path)} className={styles.file} aria-label={path}>
      <h3><button type="button" aria-expanded={open} onClick={() => { setOpen(!open) }}>{path}</button> <Tag>{WORDS[change]}</Tag></h3>
      {open && <Difference between={between} path={path} />}
    </section>
  )
}

function Difference({ between: { dagId, from, to }, path }: { between: Between; path: string }) {
  const [context, setContext] = useState(CONTEXT)
  const { data: diff, error, refetch } = useQuery({ ...diffQuery(dagId, from, to, path, context), placeholderData: keepPreviousData })
  if (error !== null) return <Problem error={error} retry={() => { void refetch() }} />
  if (diff === undefined) return <Skeleton h={80} radius={0} />
  const more = () => { setContext(ALL) }
  switch (diff.kind) {
    case 'none': return <p className={styles.quiet}>No text, or too long to be compared.</p>
    case 'text': return <DiffLines lines={diff.lines} more={more} />
    case 'notebook': return (
      <>
        {diff.cells.every((cell) => cell.change === 'same') && <p className={styles.quiet}>Every cell is the same.</p>}
        {diff.cells.map((cell, i) => <CellDifference key={i} cell={cell} more={more} />)}
        {diff.also.length > 0 && <p className={styles.quiet}>The notebook’s {diff.also.join(' and ')} changed.</p>}
      </>
    )
  }
}

function CellDifference({ cell, more }: { cell: Cell; more: () => void }) {
  if (cell.change === 'same') return <p className={styles.quiet}>{count(cell.count, 'cell')} unchanged</p>
  const moved = cell.before !== null && cell.after !== null && cell.before !== cell.after ? `, cell ${cell.before} before` : ''
  return (
    <div className={styles.cell} data-kind={cell.change}>
      <div className={styles.quiet}>{cell.type} cell {cell.after ?? cell.before}{moved}, {WORDS[cell.change]}{cell.also.length > 0 && `: ${cell.lines.length > 0 ? 'source, ' : ''}${cell.also.join(', ')}`}</div>
      {cell.lines.length > 0 && <DiffLines lines={cell.lines} more={more} />}
    </div>
  )
}
