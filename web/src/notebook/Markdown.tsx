import { memo, useEffect, useMemo, useRef } from 'react'
import { markdownHtml, renderFormulas } from './markdown'
import type { CellModel } from './model'
import styles from './Notebook.module.css'

/** Markdown of a notebook; the HTML comes out of the sanitiser of `markdownHtml` only. */
export const Markdown = memo(function Markdown({ source, attachments }: { source: string; attachments?: CellModel['attachments'] }) {
  const ref = useRef<HTMLDivElement>(null)
  const html = useMemo(() => ({ __html: markdownHtml(source, attachments) }), [source, attachments])
  useEffect(() => { if (ref.current !== null) void renderFormulas(ref.current) }, [html])
  return <div ref={ref} className={styles.markdown} dangerouslySetInnerHTML={html} />
})
