import type { DeclaredParameter } from '../../api/versions'

/** One parameter of a dag as a field of a form; its kind is that of the notebook's own declaration, else that of the value in dag.yml. */
export type FieldKind = 'text' | 'integer' | 'number' | 'boolean' | 'json'
export interface Field {
  readonly name: string
  readonly kind: FieldKind
  readonly initial: string
  /** The notebook's comment, or empty. */
  readonly help: string
  /** Whether dag.yml gives a value, so that the notebook's default does not count. */
  readonly given: boolean
}

/** The fields of a form: the dag's parameters in their order, then what the notebooks of its tasks declare beyond them. */
export function fieldsOf(parameters: Readonly<Record<string, unknown>>, declared: readonly DeclaredParameter[] = [], notebooks?: readonly string[]): Field[] {
  const theirs = new Map(declared.filter((one) => notebooks === undefined || one.notebooks.some((path) => notebooks.includes(path))).map((one) => [one.name, one]))
  const given = Object.entries(parameters).map(([name, value]): Field => {
    const own = theirs.get(name)
    const kind = own === undefined || own.kind === 'any' || !fits(own.kind, value) ? kindOf(value) : own.kind
    return { name, kind, initial: shown(value), help: own?.help ?? '', given: true }
  })
  const others = [...theirs.values()].filter((one) => !(one.name in parameters)).map((one): Field => ({
    name: one.name, kind: one.kind === 'any' ? 'text' : one.kind, initial: defaultShown(one), help: one.help, given: false,
  }))
  return [...given, ...others]
}

/** A declared kind is believed only where the value in dag.yml is one of it, or a template that may become one. */
function fits(kind: FieldKind, value: unknown): boolean {
  if (typeof value === 'string' && value.includes('{{')) return kind !== 'boolean'
  switch (kind) {
    case 'text': return typeof value === 'string'
    case 'integer': return Number.isInteger(value)
    case 'number': return typeof value === 'number'
    case 'boolean': return typeof value === 'boolean'
    case 'json': return typeof value === 'object'
  }
}

/** A default as it stands in the notebook, in the form in which its field is typed. */
function defaultShown({ kind, default_text: text }: DeclaredParameter): string {
  if (kind === 'boolean') return String(text.trim() === 'True')
  if (kind === 'text') return /^[rRuU]?(['"])([\s\S]*)\1$/.exec(text.trim())?.[2] ?? text
  if (kind !== 'json') return text
  // Python's list or mapping of plain values is JSON but for its quotes and three words.
  const json = text.replace(/'/g, '"').replace(/\bTrue\b/g, 'true').replace(/\bFalse\b/g, 'false').replace(/\bNone\b/g, 'null').replace(/,(\s*[\]}])/g, '$1')
  try {
    JSON.parse(json)
    return json
  } catch {
    return text
  }
}

function kindOf(value: unknown): FieldKind {
  switch (typeof value) {
    case 'string': return 'text'
    case 'number': return 'number'
    case 'boolean': return 'boolean'
    default: return 'json'
  }
}

function shown(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'object' && value !== null ? JSON.stringify(value, null, 2) : JSON.stringify(value)
}

export type Read = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly why: string }

/** The value that a field's text stands for; a template such as "{{ ds }}" may stand in any field. */
export function readField(kind: FieldKind, text: string): Read {
  if (kind !== 'text' && kind !== 'json' && text.includes('{{')) return { ok: true, value: text }
  switch (kind) {
    case 'text': return { ok: true, value: text }
    case 'boolean': return { ok: true, value: text === 'true' }
    case 'integer': {
      const value = Number(text.replace(/(?<=\d)_(?=\d)/g, ''))
      return text.trim() !== '' && Number.isSafeInteger(value) ? { ok: true, value } : { ok: false, why: 'A whole number is needed here, such as 7.' }
    }
    case 'number': {
      const value = Number(text)
      return text.trim() !== '' && Number.isFinite(value) ? { ok: true, value } : { ok: false, why: 'A number is needed here, such as 7 or 0.5.' }
    }
    case 'json':
      try {
        return { ok: true, value: JSON.parse(text) as unknown }
      } catch (error) {
        return { ok: false, why: `This is not JSON: ${error instanceof Error ? error.message : String(error)}` }
      }
  }
}

/** Only what was changed is sent, so that the rest stays as dag.yml says. */
export function changed(fields: readonly Field[], texts: Readonly<Record<string, string>>): { values: Record<string, unknown>; errors: Record<string, string> } {
  const values: Record<string, unknown> = {}
  const errors: Record<string, string> = {}
  for (const field of fields) {
    const text = texts[field.name] ?? field.initial
    if (text === field.initial) continue
    const read = readField(field.kind, text)
    if (read.ok) values[field.name] = read.value
    else errors[field.name] = read.why
  }
  return { values, errors }
}
