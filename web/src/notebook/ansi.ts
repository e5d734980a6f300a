/** A piece of terminal text with one look. Colour: 0 to 15 is the palette by name, anything else a CSS colour. */
export interface AnsiSpan {
  readonly text: string
  readonly fg?: number | string
  readonly bg?: number | string
  readonly bold?: boolean
  readonly italic?: boolean
  readonly underline?: boolean
  readonly inverse?: boolean
  readonly dim?: boolean
}
type Look = Omit<{ -readonly [K in keyof AnsiSpan]: AnsiSpan[K] }, 'text'>

// Colours and looks (SGR) are kept apart; any other escape sequence is dropped.
const ESCAPE = /\u001b\[([0-9;:]*)m|\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b[@-Z\\-_]|[\u0000-\u0007\u000b\u000c\u000e-\u001a]/g

/** Splits text with ANSI escapes into spans. Only SGR has an effect; cursor movements and titles are dropped. */
export function ansiSpans(text: string): AnsiSpan[] {
  const spans: AnsiSpan[] = []
  let look: Look = {}
  let from = 0
  const push = (to: number) => { if (to > from) spans.push({ ...look, text: text.slice(from, to) }) }
  for (const match of text.matchAll(ESCAPE)) {
    push(match.index)
    from = match.index + match[0].length
    if (match[1] !== undefined) look = apply(look, match[1])
  }
  push(text.length)
  return spans
}

/** The text without its escapes. */
export function withoutAnsi(text: string): string {
  return text.replace(ESCAPE, '')
}

/** What a terminal shows after carriage returns and backspaces, so that a progress bar is one line. */
export function settled(text: string): string {
  if (!/[\r\b]/.test(text)) return text
  let clean = text.replace(/\r+\n/g, '\n')
  while (/[^\n\b]\u0008/.test(clean)) clean = clean.replace(/[^\n\b]\u0008/g, '')
  return clean.split('\n').map((line) => {
    const parts = line.split('\r').filter((part) => part !== '')
    return parts.at(-1) ?? ''
  }).join('\n').replaceAll('\b', '')
}

function apply(before: Look, codes: string): Look {
  let look: Look = { ...before }
  const numbers = codes === '' ? [0] : codes.split(/[;:]/).map((code) => Number(code || '0'))
  for (let i = 0; i < numbers.length; i++) {
    const code = numbers[i] ?? 0
    if (code === 0) look = {}
    else if (code === 1) look.bold = true
    else if (code === 2) look.dim = true
    else if (code === 3) look.italic = true
    else if (code === 4) look.underline = true
    else if (code === 7) look.inverse = true
    else if (code === 22) look = without(look, 'bold', 'dim')
    else if (code === 23) look = without(look, 'italic')
    else if (code === 24) look = without(look, 'underline')
    else if (code === 27) look = without(look, 'inverse')
    else if (code >= 30 && code <= 37) look.fg = code - 30
    else if (code >= 90 && code <= 97) look.fg = code - 82
    else if (code === 39) look = without(look, 'fg')
    else if (code >= 40 && code <= 47) look.bg = code - 40
    else if (code >= 100 && code <= 107) look.bg = code - 92
    else if (code === 49) look = without(look, 'bg')
    else if (code === 38 || code === 48) {
      const [colour, used] = extended(numbers.slice(i + 1))
      i += used
      if (colour !== null) look[code === 38 ? 'fg' : 'bg'] = colour
    }
  }
  return look
}

/** The colour after 38 or 48, and how many numbers it took. */
function extended(rest: readonly number[]): [number | string | null, number] {
  if (rest[0] === 5) return [indexed(rest[1] ?? 0), 2]
  if (rest[0] === 2) return [`rgb(${byte(rest[1])}, ${byte(rest[2])}, ${byte(rest[3])})`, 4]
  return [null, rest.length]
}

/** xterm's 256 colours: 16 by name, a cube of 6, 24 greys. */
function indexed(n: number): number | string {
  if (n < 16) return n
  if (n >= 232) {
    const grey = 8 + (Math.min(n, 255) - 232) * 10
    return `rgb(${grey}, ${grey}, ${grey})`
  }
  const level = (x: number) => (x === 0 ? 0 : 55 + x * 40)
  const c = n - 16
  return `rgb(${level(Math.floor(c / 36))}, ${level(Math.floor(c / 6) % 6)}, ${level(c % 6)})`
}

function byte(n: number | undefined): number {
  return Math.min(255, Math.max(0, n ?? 0))
}

function without(look: Look, ...keys: (keyof Look)[]): Look {
  const rest = { ...look }
  for (const key of keys) delete rest[key]
  return rest
}
