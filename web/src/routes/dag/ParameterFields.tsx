import { Switch, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { DagDetail } from '../../api/client'
import { declaredQuery } from '../../api/versions'
import { changed, fieldsOf, type Field } from './parameters'

export interface ParameterForm {
  readonly fields: readonly Field[]
  readonly texts: Readonly<Record<string, string>>
  /** What was changed, by name, and what cannot be read. */
  readonly values: Readonly<Record<string, unknown>>
  readonly errors: Readonly<Record<string, string>>
  readonly set: (name: string, text: string) => void
  readonly ready: boolean
}

/** The parameters of a dag as they are being typed, each as the notebooks declare it. */
export function useParameterForm(dag: DagDetail): ParameterForm {
  const [texts, setTexts] = useState<Record<string, string>>({})
  const declared = useQuery(declaredQuery(dag.dag_id, dag.commit))
  const fields = fieldsOf(dag.parameters, declared.data ?? [], dag.tasks.map((task) => task.notebook))
  return { fields, texts, ...changed(fields, texts), set: (name, text) => { setTexts((before) => ({ ...before, [name]: text })) }, ready: !declared.isPending }
}

export function ParameterFields({ form }: { form: ParameterForm }) {
  return <>{form.fields.map((field) => <Input key={field.name} field={field} text={form.texts[field.name] ?? field.initial} error={form.errors[field.name]} onChange={(text) => { form.set(field.name, text) }} />)}</>
}

const MONO = { fontFamily: 'var(--mantine-font-family-monospace)' }
const KIND_WORDS: Readonly<Record<Field['kind'], string>> = { text: 'text', integer: 'whole number', number: 'number', boolean: 'yes or no', json: 'list or mapping, as JSON' }

function Input({ field, text, error, onChange }: { field: Field; text: string; error: string | undefined; onChange: (text: string) => void }) {
  const description = [field.help, KIND_WORDS[field.kind], ...(field.given ? [] : ['the notebook’s own default'])].filter((part) => part !== '').join(' · ')
  const common = { label: field.name, description, error, value: text, onChange: (event: { currentTarget: { value: string } }) => { onChange(event.currentTarget.value) }, styles: { label: MONO } }
  switch (field.kind) {
    case 'boolean': return <Switch label={field.name} description={description} checked={text === 'true'} onChange={(event) => { onChange(String(event.currentTarget.checked)) }} styles={{ label: MONO }} />
    case 'json': return <Textarea {...common} autosize minRows={2} maxRows={10} styles={{ label: MONO, input: MONO }} />
    case 'integer': return <TextInput {...common} inputMode="numeric" />
    case 'number': return <TextInput {...common} inputMode="decimal" />
    case 'text': return <TextInput {...common} />
  }
}
