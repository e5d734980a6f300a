import { Alert, Button, Group, Modal, Skeleton, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { dagQuery, useTriggerRun } from '../../api/dags'
import { Problem } from '../../parts/Problem'
import { ACTIONS } from '../../words'
import { changed, fieldsOf, type Field } from './parameters'

/** What "Run now" does: at once where a dag has no parameters, through a form where it has some. */
export function useRunNow(dagId: string): { start: () => void; busy: boolean; form: ReactNode } {
  const [opened, setOpened] = useState(false)
  const [looking, setLooking] = useState(false)
  const client = useQueryClient()
  const navigate = useNavigate()
  const trigger = useTriggerRun(dagId)
  const run = (parameters: Record<string, unknown>) => {
    trigger.mutate(parameters, {
      onSuccess: (made) => {
        setOpened(false)
        void navigate({ to: '/dags/$dagId/runs/$runId', params: { dagId, runId: made.run_id } })
      },
      onError: (error) => { if (!opened) notifications.show({ color: 'red', title: `${dagId} was not run`, message: error.message }) },
    })
  }
  const start = async () => {
    setLooking(true)
    try {
      const { parameters } = await client.fetchQuery({ ...dagQuery(dagId), staleTime: 0 })
      trigger.reset()
      if (Object.keys(parameters).length === 0) run({})
      else setOpened(true)
    } catch (error) {
      notifications.show({ color: 'red', title: `${dagId} was not run`, message: error instanceof Error ? error.message : String(error) })
    } finally {
      setLooking(false)
    }
  }
  return {
    start: () => { void start() },
    busy: looking || trigger.isPending,
    form: (
      <Modal opened={opened} onClose={() => { setOpened(false) }} title={<Text fw={600}>Run {dagId}</Text>} size="lg">
        {opened && <RunForm dagId={dagId} busy={trigger.isPending} error={trigger.error} onRun={run} />}
      </Modal>
    ),
  }
}

function RunForm({ dagId, busy, error, onRun }: { dagId: string; busy: boolean; error: Error | null; onRun: (parameters: Record<string, unknown>) => void }) {
  const { data: dag } = useQuery(dagQuery(dagId))
  const [texts, setTexts] = useState<Record<string, string>>({})
  if (dag === undefined) return <Skeleton h={120} />
  const fields = fieldsOf(dag.parameters)
  const { values, errors } = changed(fields, texts)
  const set = (name: string, text: string) => { setTexts((before) => ({ ...before, [name]: text })) }
  const blocked = Object.keys(errors).length > 0
  return (
    <form onSubmit={(event) => { event.preventDefault(); if (!blocked) onRun(values) }}>
      <Stack gap="sm">
        <Text size="sm" c="var(--page-quiet)">Parameters for this run alone. What you leave as it is comes from dag.yml, with its templates.</Text>
        {fields.map((field) => (
          <FieldInput key={field.name} field={field} text={texts[field.name] ?? field.initial} error={errors[field.name]} onChange={(text) => { set(field.name, text) }} />
        ))}
        {dag.paused && <Alert color="yellow" variant="light">The schedule of this dag is paused; a run by hand starts all the same.</Alert>}
        <Problem error={error} />
        <Group justify="flex-end">
          <Text size="xs" c="var(--page-quiet)" mr="auto">{blocked ? 'Mend the marked field first' : Object.keys(values).length === 0 ? 'Nothing changed' : `Changed: ${Object.keys(values).join(', ')}`}</Text>
          <Button type="submit" size="sm" loading={busy} disabled={blocked} data-autofocus>{ACTIONS.startRun}</Button>
        </Group>
      </Stack>
    </form>
  )
}

function FieldInput({ field, text, error, onChange }: { field: Field; text: string; error: string | undefined; onChange: (text: string) => void }) {
  const common = { label: field.name, error, styles: { label: { fontFamily: 'var(--mantine-font-family-monospace)' } } }
  switch (field.kind) {
    case 'boolean': return <Switch label={field.name} checked={text === 'true'} onChange={(event) => { onChange(String(event.currentTarget.checked)) }} styles={common.styles} />
    case 'json': return <Textarea {...common} value={text} onChange={(event) => { onChange(event.currentTarget.value) }} autosize minRows={2} maxRows={10} styles={{ ...common.styles, input: { fontFamily: 'var(--mantine-font-family-monospace)' } }} />
    case 'number': return <TextInput {...common} value={text} onChange={(event) => { onChange(event.currentTarget.value) }} inputMode="decimal" />
    case 'text': return <TextInput {...common} value={text} onChange={(event) => { onChange(event.currentTarget.value) }} />
  }
}
