/** What the page needs of an nbformat 4 document; everything else is ignored. The file is untrusted. */
export interface NotebookModel { readonly cells: readonly CellModel[]; readonly language: string }

export interface CellModel {
  readonly id: string
  /** Place in the file, from 0. */
  readonly index: number
  readonly type: 'code' | 'markdown' | 'raw'
  readonly source: string
  readonly tags: readonly string[]
  readonly executionCount: number | null
  readonly outputs: readonly OutputModel[]
  /** Pictures of a Markdown cell by name, as bundles of MIME type to base64. */
  readonly attachments: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly sourceHidden: boolean
  /** In seconds, where papermill or JupyterLab noted it. */
  readonly seconds: number | null
}

export type MimeBundle = Readonly<Record<string, unknown>>

export type OutputModel =
  | { readonly kind: 'stream'; readonly name: 'stdout' | 'stderr'; readonly text: string }
  | { readonly kind: 'data'; readonly data: MimeBundle; readonly executionCount: number | null }
  | { readonly kind: 'error'; readonly name: string; readonly value: string; readonly traceback: readonly string[] }

export const ERROR_MARKER = 'papermill-error-cell-tag'

/** Reads a notebook; what has not the expected shape is shown as empty, never thrown at the reader. Not JSON: SyntaxError. */
export function parseNotebook(text: string): NotebookModel {
  const root = object(JSON.parse(text))
  const metadata = object(root.metadata)
  const language = string(object(metadata.kernelspec).language) || string(object(metadata.language_info).name) || 'python'
  return { language, cells: array(root.cells).map((cell, index) => parseCell(object(cell), index)) }
}

function parseCell(cell: Record<string, unknown>, index: number): CellModel {
  const metadata = object(cell.metadata)
  const type = cell.cell_type === 'markdown' || cell.cell_type === 'raw' ? cell.cell_type : 'code'
  const duration = object(metadata.papermill).duration
  return {
    id: string(cell.id) || `at-${index}`,
    index,
    type,
    source: lines(cell.source),
    tags: array(metadata.tags).filter((tag) => typeof tag === 'string'),
    executionCount: number(cell.execution_count),
    outputs: mergeStreams(array(cell.outputs).map((output) => parseOutput(object(output)))),
    attachments: object(cell.attachments) as CellModel['attachments'],
    sourceHidden: object(metadata.jupyter).source_hidden === true,
    seconds: number(duration),
  }
}

function parseOutput(output: Record<string, unknown>): OutputModel {
  switch (output.output_type) {
    case 'stream':
      return { kind: 'stream', name: output.name === 'stderr' ? 'stderr' : 'stdout', text: lines(output.text) }
    case 'error':
      return { kind: 'error', name: string(output.ename), value: string(output.evalue), traceback: array(output.traceback).map(string) }
    default:
      return { kind: 'data', data: object(output.data), executionCount: number(output.execution_count) }
  }
}

/** Neighbouring pieces of the same stream are one text to a reader. */
function mergeStreams(outputs: readonly OutputModel[]): OutputModel[] {
  const merged: OutputModel[] = []
  for (const output of outputs) {
    const last = merged.at(-1)
    if (output.kind === 'stream' && last?.kind === 'stream' && last.name === output.name) {
      merged[merged.length - 1] = { ...last, text: last.text + output.text }
    } else {
      merged.push(output)
    }
  }
  return merged
}

// The order in which JupyterLab prefers the faces of one value; what is missing here is shown as text/plain.
const PREFERRED = [
  'text/html', 'text/markdown', 'image/svg+xml', 'text/latex', 'image/png', 'image/jpeg', 'image/gif', 'image/webp',
  'application/javascript', 'application/json', 'text/plain',
] as const
export type ShownMime = (typeof PREFERRED)[number]

/** The richest face of a value that the page can show. */
export function richest(data: MimeBundle): ShownMime | null {
  return PREFERRED.find((mime) => mime in data) ?? null
}

/** A MIME bundle's text, which nbformat keeps as a string or as a list of lines. */
export function mimeText(data: MimeBundle, mime: string): string {
  return lines(data[mime])
}

/** The number of the line at fault in the first frame inside a cell, from 1, read from an IPython traceback with its colours. */
export function failingLine(traceback: readonly string[]): number | null {
  const plain = traceback.join('\n').replace(/\u001b\[[0-9;]*m/g, '')
  const frame = /(?:Cell In\s?\[\d+\], line (\d+)|<ipython-input-[^>]*>)/.exec(plain)
  if (frame === null) return null
  if (frame[1] !== undefined) return Number(frame[1])
  const arrow = /-+> (\d+)/.exec(plain.slice(frame.index))
  return arrow?.[1] === undefined ? null : Number(arrow[1])
}

function lines(value: unknown): string {
  return Array.isArray(value) ? value.map(string).join('') : string(value)
}
function string(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}
function array(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
function object(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}
