import { Anchor, Collapse, CopyButton, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { ReactNode } from 'react'
import type { AttemptError } from '../../api/client'
import { AnsiText } from '../../notebook/AnsiText'
import { cellAnchor, goToCell } from '../../notebook/Notebook'
import { Source } from '../../notebook/Source'
import { failingLine, type NotebookModel } from '../../notebook/model'
import { StateIcon } from '../../parts/StateBadge'
import { ERROR_KINDS } from '../../words'
import styles from './Failure.module.css'

/** A traceback of more lines than this is folded. */
const LONG = 40

/** The id of the cell at fault in the output notebook, as the page names it. */
export function failingCellId(error: AttemptError | null, notebook: NotebookModel | undefined): string | null {
  if (error === null) return null
  if (error.cell_id !== null) return error.cell_id
  return error.cell_index === null ? null : (notebook?.cells[error.cell_index]?.id ?? null)
}

/** Why an attempt failed: the error in one line, the cell with the line at fault, the traceback. Away from the attempt's page, `page` is its address and `task` its name. */
export function Failure({ error, notebook, onShowCell, page = '', task }: {
  error: AttemptError; notebook: NotebookModel | undefined; onShowCell?: () => void; page?: string; task?: ReactNode
}) {
  const kind = ERROR_KINDS[error.kind]
  const cellId = failingCellId(error, notebook)
  const cell = notebook?.cells.find((one) => one.id === cellId)
  const code = notebook?.cells.filter((one) => one.type === 'code') ?? []
  const number = cell === undefined ? -1 : code.indexOf(cell)
  const show = () => {
    onShowCell?.()
    if (cellId !== null) requestAnimationFrame(() => { goToCell(cellId) })
  }
  return (
    <section className={styles.failure} aria-label="Failure" data-whose={kind.whose}>
      <div className={styles.kind}><StateIcon state={kind.whose === 'platform' ? 'lost' : kind.whose === 'person' ? 'cancelled' : 'failed'} size={16} /> {kind.title}{task !== undefined && <> in {task}</>}
        {cellId !== null && (
          <> · <Anchor href={`${page}#${cellAnchor(cellId)}`} onClick={page === '' ? show : undefined} size="sm" inherit>
            {number === -1 ? 'go to the cell' : `code cell ${number + 1} of ${code.length}${cell?.executionCount == null ? '' : `, In [${cell.executionCount}]`}`}
          </Anchor></>
        )}
      </div>
      <p className={styles.line} role="heading" aria-level={2}><strong>{error.name}</strong>{error.message === '' ? '' : `: ${error.message}`}</p>
      <Text size="sm" c="var(--page-quiet)" mb={cell === undefined ? 0 : 8}>{kind.hint}</Text>
      {cell !== undefined && error.kind !== 'lost' && <Source source={cell.source} language={notebook?.language ?? 'python'} marked={failingLine(error.traceback)} />}
      {error.traceback.length > 0 && <Traceback lines={error.traceback} />}
    </section>
  )
}

function Traceback({ lines }: { lines: readonly string[] }) {
  const text = lines.join('\n')
  const long = text.split('\n').length > LONG
  const [opened, fold] = useDisclosure(!long)
  return (
    <>
      <Group gap="md" mt={8} mb={4}>
        <Anchor component="button" size="xs" onClick={fold.toggle} aria-expanded={opened}>{opened ? 'Hide traceback' : 'Show traceback'}</Anchor>
        <CopyButton value={text}>{({ copied, copy }) => <Anchor component="button" size="xs" onClick={copy}>{copied ? 'Copied' : 'Copy traceback'}</Anchor>}</CopyButton>
      </Group>
      <Collapse expanded={opened}><pre className={styles.traceback} aria-label="Traceback" tabIndex={0}><AnsiText text={text} /></pre></Collapse>
    </>
  )
}
