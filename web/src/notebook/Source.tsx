import { memo, useMemo } from 'react'
import { tokenLines } from './highlight'
import styles from './Notebook.module.css'

/** Source with colours, and one line marked if wished (from 1). */
export const Source = memo(function Source({ source, language, marked }: { source: string; language: string; marked?: number | null }) {
  const rows = useMemo(() => tokenLines(source.replace(/\n+$/, ''), language), [source, language])
  return (
    <pre className={styles.source} tabIndex={0} aria-label="Source">
      {rows.map((row, i) => (
        <span key={i} className={styles.line} data-marked={marked === i + 1 || undefined}>
          {row.map((token, j) => (token.look === '' ? token.text : <span key={j} className={token.look}>{token.text}</span>))}
          {'\n'}
        </span>
      ))}
    </pre>
  )
})
