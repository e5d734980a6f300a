/** One parameter of a dag as a field of a form; its kind is that of the value in dag.yml. */
export type FieldKind = 'text' | 'number' | 'boolean' | 'json'
export interface Field { readonly name: string; readonly kind: FieldKind; readonly initial: string }

/** The fields of a form for a dag's parameters, in their order. */
export function fieldsOf(parameters: Readonly<Record<string, unknown>>): Field[] {
  return Object.entries(parameters).map(([name, value]) => ({ name, kind: kindOf(value), initial: shown(value) }))
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
