import { memo } from 'react'
import { ansiSpans, type AnsiSpan } from './ansi'

// Sixteen colours of the terminal are custom properties, so that both schemes stay readable; any other is drawn towards the scheme's text.
// As a ground they are thinned, since whoever chose them reckoned with a dark terminal.
const colour = (value: number | string) => (typeof value === 'number' ? `var(--ansi-${value})` : `color-mix(in srgb, ${value} 65%, var(--mantine-color-text))`)
const ground = (value: number | string) => (typeof value === 'number' ? `color-mix(in srgb, var(--ansi-${value}) 18%, transparent)` : value)

/** Terminal text with its colours. */
export const AnsiText = memo(function AnsiText({ text }: { text: string }) {
  return <>{ansiSpans(text).map((span, i) => (plain(span) ? span.text : <span key={i} style={look(span)}>{span.text}</span>))}</>
})

function plain(span: AnsiSpan): boolean {
  return Object.keys(span).length === 1
}

function look(span: AnsiSpan): React.CSSProperties {
  const fg = span.fg === undefined ? undefined : colour(span.fg)
  const bg = span.bg === undefined ? undefined : span.inverse ? colour(span.bg) : ground(span.bg)
  return {
    color: span.inverse ? (bg ?? 'var(--mantine-color-body)') : fg,
    background: span.inverse ? (fg ?? 'currentColor') : bg,
    fontWeight: span.bold ? 700 : undefined,
    fontStyle: span.italic ? 'italic' : undefined,
    textDecoration: span.underline ? 'underline' : undefined,
    opacity: span.dim ? 0.7 : undefined,
  }
}
