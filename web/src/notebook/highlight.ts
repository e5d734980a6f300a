import { classHighlighter, highlightTree } from '@lezer/highlight'
import { parser } from '@lezer/python'

export interface Token { readonly text: string; readonly look: string }

/** Source longer than this stays plain, so that a page never waits for colours. In characters. */
const LIMIT = 200_000

/** Splits source into pieces with the class names that the style sheet colours; other languages than Python stay plain. */
export function tokens(source: string, language: string): Token[] {
  if (!/^i?python\d*$/i.test(language) || source.length > LIMIT) return [{ text: source, look: '' }]
  const pieces: Token[] = []
  let at = 0
  highlightTree(parser.parse(source), classHighlighter, (from, to, look) => {
    if (from > at) pieces.push({ text: source.slice(at, from), look: '' })
    pieces.push({ text: source.slice(from, to), look })
    at = to
  })
  if (at < source.length) pieces.push({ text: source.slice(at), look: '' })
  return pieces
}

/** The same pieces, one list a line. */
export function tokenLines(source: string, language: string): Token[][] {
  const rows: Token[][] = [[]]
  for (const token of tokens(source, language)) {
    token.text.split('\n').forEach((text, i) => {
      if (i > 0) rows.push([])
      if (text !== '') rows.at(-1)?.push({ text, look: token.look })
    })
  }
  return rows
}
