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
