import { Anchor } from '@mantine/core'
import type { Schemas } from '../../api/client'
import { count } from '../../words'
import styles from './CodeDiff.module.css'

type Line = Schemas['DiffLine']

const SIGNS = { same: ' ', old: '−', new: '+' } as const

/** Lines of two texts below each other, what changed within a line marked; `more` shows the equal ones that are left out. */
export function DiffLines({ lines, more }: { lines: readonly Line[]; more: () => void }) {
  return (
    <div className={styles.scroller}>
      <table className={styles.lines}>
        <tbody>{lines.map((line, i) => <Row key={i} line={line} more={more} />)}</tbody>
      </table>
    </div>
  )
}

function Row({ line: { kind, before, after, count: n, pieces }, more }: { line: Line; more: () => void }) {
  switch (kind) {
    case 'gap': return <tr className={styles.skipped}><td colSpan={4}><Anchor component="button" type="button" size="xs" onClick={more}>show {count(n, 'equal line')}</Anchor></td></tr>
    case 'cut': return <tr className={styles.skipped}><td colSpan={4}>{count(n, 'more line')}, too long to be shown</td></tr>
    case 'same': case 'old': case 'new': return (
      <tr data-kind={kind}>
        <td>{before}</td><td>{after}</td><td>{SIGNS[kind]}</td>
        <td>{pieces.map((piece, i) => (piece.changed ? <mark key={i}>{piece.text}</mark> : piece.text))}</td>
      </tr>
    )
  }
}
