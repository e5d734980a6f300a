import { Alert, Button, Group, Modal, Skeleton, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import type { DagDetail } from '../../api/client'
import { dagQuery, useTriggerRun } from '../../api/dags'
import { Problem } from '../../parts/Problem'
import { ACTIONS } from '../../words'
import { ParameterFields, useParameterForm } from './ParameterFields'

/** What "Run now" does: at once where dag.yml gives no parameters, through a form where it gives some, or where somebody asks for the form. */
export function useRunNow(dagId: string): { start: () => void; ask: () => void; busy: boolean; form: ReactNode } {
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
    ask: () => { trigger.reset(); setOpened(true) },
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
  return dag === undefined ? <Skeleton h={120} /> : <Fields dag={dag} busy={busy} error={error} onRun={onRun} />
}

function Fields({ dag, busy, error, onRun }: { dag: DagDetail; busy: boolean; error: Error | null; onRun: (parameters: Record<string, unknown>) => void }) {
  const form = useParameterForm(dag)
  const names = Object.keys(form.values)
  const blocked = Object.keys(form.errors).length > 0
  return (
    <form onSubmit={(event) => { event.preventDefault(); if (!blocked) onRun(form.values) }}>
      <Stack gap="sm">
        <Text size="sm" c="var(--page-quiet)">{form.fields.length === 0 && form.ready ? 'This dag has no parameters.' : 'Parameters for this run alone. What you leave as it is comes from dag.yml, with its templates, or from the notebook.'}</Text>
        <ParameterFields form={form} />
        {dag.paused && <Alert color="yellow" variant="light">The schedule of this dag is paused; a run by hand starts all the same.</Alert>}
        <Problem error={error} />
        <Group justify="flex-end">
          <Text size="xs" c="var(--page-quiet)" mr="auto">{blocked ? 'Mend the marked field first' : names.length === 0 ? 'Nothing changed' : `Changed: ${names.join(', ')}`}</Text>
          <Button type="submit" size="sm" loading={busy} disabled={blocked} data-autofocus>{ACTIONS.startRun}</Button>
        </Group>
      </Stack>
    </form>
  )
}
