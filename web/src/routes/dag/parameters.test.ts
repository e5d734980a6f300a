import { describe, expect, it } from 'vitest'
import { changed, fieldsOf, readField } from './parameters'

const fields = fieldsOf({ region: 'eu', days: 7, dry: false, ids: [1, 2], since: null })

describe('fieldsOf', () => {
  it('takes the kind from the value', () => { expect(fields.map((f) => f.kind)).toEqual(['text', 'number', 'boolean', 'json', 'json']) })
})

describe('changed', () => {
  it('sends only what differs', () => {
    expect(changed(fields, { region: 'us', days: '7', dry: 'true' })).toEqual({ values: { region: 'us', dry: true }, errors: {} })
  })
  it('names the field that cannot be read', () => {
    const { values, errors } = changed(fields, { days: 'many', ids: '[1,' })
    expect(values).toEqual({})
    expect(Object.keys(errors)).toEqual(['days', 'ids'])
  })
})

describe('readField', () => {
  it('keeps text that looks like a number', () => { expect(readField('text', '007')).toEqual({ ok: true, value: '007' }) })
  it('lets a template stand for a number', () => { expect(readField('number', '{{ params.n }}')).toEqual({ ok: true, value: '{{ params.n }}' }) })
})

describe('what the notebooks declare', () => {
  const declared = (name: string, kind: 'text' | 'integer' | 'number' | 'boolean' | 'json' | 'any', default_text: string, help = '') => ({ name, kind, type: null, default_text, help, notebooks: ['a.ipynb'] })
  const all = [declared('n', 'integer', '1', 'how many'), declared('on', 'boolean', 'True'), declared('list', 'json', "['a', True, None,]"), declared('who', 'text', "'ana'")]
  it('types the fields of dag.yml, where the value is one of that kind or a template', () => {
    expect(fieldsOf({ n: 3 }, all)[0]).toMatchObject({ kind: 'integer', help: 'how many', initial: '3', given: true })
    expect(fieldsOf({ n: '{{ params.k }}' }, all)[0]?.kind).toBe('integer')
    expect(fieldsOf({ on: '{{ x }}', n: 'three' }, all).slice(0, 2).map((field) => field.kind)).toEqual(['text', 'text'])
  })
  it('adds what dag.yml does not give, with the notebook’s default', () => {
    expect(fieldsOf({}, all).map((field) => [field.kind, field.initial, field.given])).toEqual([['integer', '1', false], ['boolean', 'true', false], ['json', '["a", true, null]', false], ['text', 'ana', false]])
  })
  it('leaves out notebooks that no task runs', () => { expect(fieldsOf({}, all, ['other.ipynb'])).toEqual([]) })
  it('wants a whole number where one is declared', () => {
    expect(readField('integer', '1_000')).toEqual({ ok: true, value: 1000 })
    expect(readField('integer', '1.5').ok).toBe(false)
  })
})
