import { useComputedColorScheme } from '@mantine/core'
import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react'
import styles from './Notebook.module.css'

const LEAST = 24
const MOST = 20_000
/** How long a loaded frame may stay silent before the output's plain text is shown instead, in milliseconds. */
const PATIENCE = 4_000

interface Said { readonly orreryFrame: true; readonly height?: number; readonly ready?: boolean }

/**
 * Untrusted HTML, SVG or script of a notebook. It lives in a frame of its own opaque origin (no allow-same-origin), served from
 * /output-frame.html with a policy that reaches no network; a srcdoc would inherit the page's policy, under which no output script runs.
 * The frame only ever tells its height, and only what comes from this very frame's window is believed.
 */
export function HtmlFrame({ html, script = false, instead }: { html: string; script?: boolean; instead: ReactNode }) {
  const frame = useRef<HTMLIFrameElement>(null)
  const scheme = useComputedColorScheme('light')
  const [height, setHeight] = useState<number | null>(null)
  const [loaded, setLoaded] = useState(false)
  const [silent, setSilent] = useState(false)

  const send = useCallback(() => {
    // An opaque origin has no name to aim at; the window itself is the aim.
    frame.current?.contentWindow?.postMessage({ orreryHtml: html, script, scheme }, '*')
  }, [html, script, scheme])

  useEffect(() => {
    const onMessage = (event: MessageEvent<Partial<Said> | null>) => {
      if (event.source === null || event.source !== frame.current?.contentWindow || event.origin !== 'null') return
      const said = event.data
      if (typeof said !== 'object' || said?.orreryFrame !== true) return
      if (said.ready === true) send()
      if (typeof said.height === 'number' && Number.isFinite(said.height)) setHeight(Math.min(MOST, Math.max(LEAST, Math.ceil(said.height))))
    }
    window.addEventListener('message', onMessage)
    send()
    return () => { window.removeEventListener('message', onMessage) }
  }, [send])

  useEffect(() => {
    if (!loaded || height !== null) return undefined
    const timer = setTimeout(() => { setSilent(true) }, PATIENCE)
    return () => { clearTimeout(timer) }
  }, [loaded, height])

  if (silent) return instead
  return (
    <iframe
      ref={frame} title="Output" src="/output-frame.html" sandbox="allow-scripts" referrerPolicy="no-referrer" loading="lazy" onLoad={() => { setLoaded(true) }}
      allow="" className={styles.frame} style={{ height: height ?? 60 }} data-waiting={height === null || undefined}
    />
  )
}
