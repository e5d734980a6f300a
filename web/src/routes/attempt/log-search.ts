import { withoutAnsi } from '../../notebook/ansi'

/** Where a text was found in a log: the line from 0, and the place in it without its escapes. */
export interface Hit { readonly line: number; readonly from: number; readonly to: number }

/** More hits than this are not counted: nobody goes through them. */
export const MOST = 5_000

/** The places of a text in a log's lines, whatever the case; none for no text. */
export function hitsIn(lines: readonly string[], text: string): Hit[] {
  const wanted = text.toLowerCase()
  if (wanted === '') return []
  const hits: Hit[] = []
  for (let line = 0; line < lines.length && hits.length < MOST; line++) {
    const plain = withoutAnsi(lines[line] ?? '').toLowerCase()
    for (let at = plain.indexOf(wanted); at !== -1 && hits.length < MOST; at = plain.indexOf(wanted, at + wanted.length)) hits.push({ line, from: at, to: at + wanted.length })
  }
  return hits
}

/** The first hit at or after a line, by its place in the list; the first of all where none is. */
export function hitAt(hits: readonly Hit[], line: number): number {
  return Math.max(0, hits.findIndex((hit) => hit.line >= line))
}

/** The piece of the page that holds a part of a line of a text, whatever elements it is cut into; null where it is not there. */
export function rangeOf(root: Node, line: number, from: number, to: number): Range | null {
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  let row = 0
  let column = 0
  const range = document.createRange()
  let begun = false
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    const text = node.nodeValue ?? ''
    for (let i = 0; i < text.length; i++) {
      if (row === line && column === from && !begun) { range.setStart(node, i); begun = true }
      if (text[i] === '\n') { if (row === line) return null; row++; column = 0 } else column++
      if (begun && row === line && column === to) { range.setEnd(node, i + 1); return range }
    }
  }
  return null
}
