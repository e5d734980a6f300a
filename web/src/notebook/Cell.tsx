import { Anchor, Tooltip } from '@mantine/core'
import { memo, useState } from 'react'
import type { CellProgress } from '../api/client'
import { StateIcon } from '../parts/StateBadge'
import { Tag } from '../parts/Tag'
import { Took } from '../parts/Time'
import { duration } from '../time'
import { bytes } from '../words'
import { Markdown } from './Markdown'
import { Outputs } from './Outputs'
import { Source } from './Source'
import { ERROR_MARKER, type CellModel } from './model'
import styles from './Notebook.module.css'

const LABELS: Readonly<Record<string, string>> = { parameters: 'Parameters', 'injected-parameters': 'Injected parameters' }

interface CellProps {
  readonly cell: CellModel
  readonly language: string
  readonly progress: CellProgress | undefined
  readonly failing: boolean
  readonly failingLine: number | null
  readonly hideCode: boolean
}

/** One cell as JupyterLab shows it read-only, with what the run added: its time, its state, its label. */
export const Cell = memo(function Cell(props: CellProps) {
  const { cell, failing } = props
  if (cell.tags.includes(ERROR_MARKER)) return null // The page says it itself, above the notebook and at the failing cell.
  const label = cell.tags.map((tag) => LABELS[tag]).find((text) => text !== undefined)
  const state = failing ? 'failed' : props.progress?.state
  return (
    <section id={`cell-${cell.id}`} className={styles.cell} data-type={cell.type} data-state={state} data-cell tabIndex={-1} aria-label={`Cell ${cell.index + 1}`}>
      {label !== undefined && <div className={styles.label}><Tag>{label}</Tag></div>}
      {cell.type === 'markdown' && <div className={styles.prose}><Markdown source={cell.source} attachments={cell.attachments} /></div>}
      {cell.type === 'raw' && <pre className={styles.text}>{cell.source}</pre>}
      {cell.type === 'code' && <Code {...props} />}
    </section>
  )
})

function Code({ cell, language, progress, failing, failingLine, hideCode }: CellProps) {
  const [shown, setShown] = useState(!cell.sourceHidden)
  const running = progress?.state === 'running'
  const hidden = hideCode && !failing
  return (
    <>
      {!hidden && (
        <div className={styles.input}>
          <div className={styles.prompt} aria-hidden>{running ? <StateIcon state="running" size={15} /> : `[${cell.executionCount ?? ' '}]:`}</div>
          {shown
            ? <Source source={cell.source} language={language} marked={failing ? failingLine : null} />
            : <Anchor component="button" size="sm" onClick={() => { setShown(true) }}>Show the hidden source</Anchor>}
          <CellTime cell={cell} progress={progress} />
        </div>
      )}
      {cell.outputs.length > 0 && (
        <div className={styles.outputs}>
          <div className={styles.prompt} aria-hidden>{resultCount(cell) === null ? '' : `[${resultCount(cell)}]:`}</div>
          <div className={styles.outputBody}><Outputs outputs={cell.outputs} /></div>
        </div>
      )}
    </>
  )
}

function CellTime({ cell, progress }: { cell: CellModel; progress: CellProgress | undefined }) {
  if (progress !== undefined) {
    const memory = progress.peak_memory_bytes === null ? '' : `peak memory ${bytes(progress.peak_memory_bytes)}`
    const cpu = progress.cpu_seconds === null ? '' : `${duration(progress.cpu_seconds * 1000)} of CPU`
    const more = [cpu, memory].filter((part) => part !== '').join(', ')
    const time = <span className={styles.time}><Took start={progress.started_at} end={progress.ended_at} running={progress.state === 'running'} /></span>
    return more === '' ? time : <Tooltip label={more}>{time}</Tooltip>
  }
  return cell.seconds === null ? null : <span className={styles.time}>{duration(cell.seconds * 1000)}</span>
}

function resultCount(cell: CellModel): number | null {
  const result = cell.outputs.find((output) => output.kind === 'data' && output.executionCount !== null)
  return result?.kind === 'data' ? result.executionCount : null
}
