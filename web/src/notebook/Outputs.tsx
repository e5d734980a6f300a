import { Button } from '@mantine/core'
import { memo, useMemo, useState } from 'react'
import { AnsiText } from './AnsiText'
import { settled } from './ansi'
import { HtmlFrame } from './HtmlFrame'
import { Markdown } from './Markdown'
import { mimeText, richest, type MimeBundle, type OutputModel, type ShownMime } from './model'
import styles from './Notebook.module.css'
import { count } from '../words'

/** A text longer than this is folded to its first and last lines. In lines and in characters. */
const LONG = 100
const EDGE = 30
const LONG_LINE = 200_000

/** What a cell put out, in its order. An output that did not change keeps its identity in the query's data, and so is not drawn anew. */
export function Outputs({ outputs }: { outputs: readonly OutputModel[] }) {
  return <>{outputs.map((output, i) => <Output key={i} output={output} />)}</>
}

const Output = memo(function Output({ output }: { output: OutputModel }) {
  switch (output.kind) {
    case 'stream':
      return <div className={styles.output} data-stderr={output.name === 'stderr' || undefined}><Text text={output.text} /></div>
    case 'error':
      return <div className={styles.output} data-error><Traceback output={output} /></div>
    case 'data':
      return <div className={styles.output} data-result={output.executionCount ?? undefined}><Value data={output.data} /></div>
  }
})

function Traceback({ output }: { output: Extract<OutputModel, { kind: 'error' }> }) {
  return <Text text={output.traceback.length > 0 ? output.traceback.join('\n') : `${output.name}: ${output.value}`} />
}

/** Terminal text; a long one is folded until it is asked for. */
export function Text({ text }: { text: string }) {
  const [whole, setWhole] = useState(false)
  const clean = useMemo(() => settled(text), [text])
  const rows = useMemo(() => clean.split('\n'), [clean])
  const long = rows.length > LONG || clean.length > LONG_LINE
  if (!long || whole) return <pre className={styles.text}><AnsiText text={clean} /></pre>
  const head = rows.length > LONG ? rows.slice(0, EDGE).join('\n') : clean.slice(0, LONG_LINE / 4)
  const tail = rows.length > LONG ? rows.slice(-EDGE).join('\n') : clean.slice(-LONG_LINE / 4)
  const hidden = rows.length > LONG ? count(rows.length - 2 * EDGE, 'line') : count(clean.length - LONG_LINE / 2, 'character')
  return (
    <>
      <pre className={styles.text}><AnsiText text={head} /></pre>
      <Button variant="default" my={4} onClick={() => { setWhole(true) }}>Show {hidden} more</Button>
      <pre className={styles.text}><AnsiText text={tail} /></pre>
    </>
  )
}

function Value({ data }: { data: MimeBundle }) {
  const mime = richest(data)
  if (mime === null) return <pre className={styles.text}>{Object.keys(data).length === 0 ? '' : `[cannot be shown here: ${Object.keys(data).join(', ')}]`}</pre>
  return <Face data={data} mime={mime} />
}

function Face({ data, mime }: { data: MimeBundle; mime: ShownMime }) {
  switch (mime) {
    case 'text/html': return <HtmlFrame html={mimeText(data, mime)} instead={<Text text={mimeText(data, 'text/plain')} />} />
    case 'application/javascript': return <HtmlFrame html={mimeText(data, mime)} script instead={<Text text={mimeText(data, 'text/plain')} />} />
    case 'text/markdown': return <Markdown source={mimeText(data, mime)} />
    case 'text/latex': return <Markdown source={mimeText(data, mime)} />
    case 'image/svg+xml': return <Picture url={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(mimeText(data, mime))}`} data={data} />
    case 'image/png':
    case 'image/jpeg':
    case 'image/gif':
    case 'image/webp': return <Picture url={`data:${mime};base64,${mimeText(data, mime).replace(/\s/g, '')}`} data={data} />
    case 'application/json': return <pre className={styles.text}>{JSON.stringify(data[mime], null, 2)}</pre>
    case 'text/plain': return <Text text={mimeText(data, mime)} />
  }
}

function Picture({ url, data }: { url: string; data: MimeBundle }) {
  // A plot's text form is the best description at hand.
  return <img className={styles.picture} src={url} alt={mimeText(data, 'text/plain') || 'Picture'} decoding="async" />
}
