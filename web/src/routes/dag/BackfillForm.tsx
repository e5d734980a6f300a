import { Anchor, Button, Checkbox, Group, Modal, NumberInput, SegmentedControl, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { previewQuery, useStartBackfill, type BackfillPreview, type BackfillRequest } from '../../api/backfills'
import type { DagDetail } from '../../api/client'
import { runsQuery } from '../../api/runs'
import { Problem } from '../../parts/Problem'
import { absolute, duration } from '../../time'
import { count } from '../../words'
import { usualLength } from '../run/usual'
import styles from './Backfills.module.css'
import { ParameterFields, useParameterForm } from './ParameterFields'
import { RangeCalendar } from './RangeCalendar'

const SHOWN = 100
const ACTION_WORDS: Readonly<Record<BackfillPreview['action'], string>> = { create: 'make', rerun: 'run again', skip: 'skip' }

/** Asks for a stretch of the past and shows each run that would come of it, before anything begins. */
export function BackfillForm({ dag, onClose }: { dag: DagDetail; onClose: () => void }) {
  const form = useParameterForm(dag)
  const [asking, setAsking] = useState(false)
  const { data: past } = useQuery(runsQuery(dag.dag_id, 200))
  const usual = usualLength(past?.runs ?? [], '')
  const [request, setRequest] = useState<BackfillRequest>({ from: '', to: '', order: 'oldest', existing: 'none', run_on_latest_version: false, max_active: 1, dry_run: false })
  const set = (change: Partial<BackfillRequest>) => { setRequest((before) => ({ ...before, ...change })) }
  const named = Object.keys(form.values)
  const complete: BackfillRequest | null = request.from !== '' && request.to !== '' && Object.keys(form.errors).length === 0 ? { ...request, ...(named.length > 0 ? { parameters: form.values } : {}) } : null
  const [asked] = useDebouncedValue(complete, 250)
  const preview = useQuery(previewQuery(dag.dag_id, asked))
  const start = useStartBackfill(dag.dag_id)
  const runs = complete === null || preview.error !== null ? undefined : preview.data
  const todo = runs?.filter((run) => run.action !== 'skip').length ?? 0
  return (
    <Modal opened onClose={onClose} size="xl" title={<Text fw={600}>Backfill {dag.dag_id}</Text>}>
      <form onSubmit={(event) => { event.preventDefault(); if (complete !== null && todo > 0) start.mutate(complete, { onSuccess: onClose }) }}>
        <Stack gap="sm">
          <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
            <TextInput type="date" label="From" description={`Logical date, ${dag.timezone}`} value={request.from} onChange={(event) => { set({ from: event.currentTarget.value }) }} data-autofocus />
            <TextInput type="date" label="To" description="Included" value={request.to} onChange={(event) => { set({ to: event.currentTarget.value }) }} />
            <NumberInput label="At a time" description="Runs under way" min={1} max={100} value={request.max_active} onChange={(value) => { set({ max_active: Number(value) || 1 }) }} />
          </SimpleGrid>
          {past !== undefined && <div style={{ overflowX: 'auto' }}><RangeCalendar runs={past.runs} zone={dag.timezone} from={request.from} to={request.to} onChange={(from, to) => { set({ from, to }) }} /></div>}
          <Group align="end">
            <Select
              label="Runs that exist" w={230} allowDeselect={false} value={request.existing}
              data={[{ value: 'none', label: 'are left alone' }, { value: 'failed', label: 'run again where they failed' }, { value: 'all', label: 'all run again' }]}
              onChange={(value) => { set({ existing: (value ?? 'none') as BackfillRequest['existing'] }) }}
            />
            {request.existing !== 'none' && <Checkbox label="as the dag is now" mb={7} checked={request.run_on_latest_version ?? false} onChange={(event) => { set({ run_on_latest_version: event.currentTarget.checked }) }} />}
            <SegmentedControl
              value={request.order} aria-label="Order" data={[{ value: 'oldest', label: 'Oldest first' }, { value: 'newest', label: 'Newest first' }]}
              onChange={(value) => { set({ order: value as BackfillRequest['order'] }) }}
            />
            <NumberInput label="Stop after failures" placeholder="never" w={150} min={1} value={request.stop_after_failures ?? ''} onChange={(value) => { set({ stop_after_failures: value === '' ? null : Number(value) }) }} />
          </Group>
          {form.fields.length > 0 && (
            <>
              <Anchor component="button" type="button" size="sm" onClick={() => { setAsking(!asking) }} aria-expanded={asking} ta="left">{asking ? 'Hide parameters' : named.length === 0 ? 'Other parameters …' : `Parameters: ${named.join(', ')} changed`}</Anchor>
              {asking && <Stack gap="xs" pl="sm"><Text size="xs" c="var(--page-quiet)">In place of the dag’s own, in runs that are made. Templates are filled in for each run.</Text><ParameterFields form={form} /></Stack>}
            </>
          )}
          <Problem error={preview.error ?? start.error} />
          {complete === null && Object.keys(form.errors).length > 0 && <Text size="sm">Mend the marked parameter first.</Text>}
          {complete === null && Object.keys(form.errors).length === 0 && <Text size="sm" c="var(--page-quiet)">Choose both dates, or drag over the days, to see which runs would come of it.</Text>}
          {runs !== undefined && <Preview runs={runs} timezone={dag.timezone} />}
          <Group justify="flex-end">
            {todo > 0 && usual !== null && <Text size="sm" c="var(--page-quiet)" mr="auto">About {duration(usual * Math.ceil(todo / (request.max_active ?? 1)))}, by the runs so far. Scheduled runs go first.</Text>}
            <Button variant="default" onClick={onClose}>Close</Button>
            <Button type="submit" disabled={todo === 0} loading={start.isPending}>{todo === 0 ? 'Nothing to run' : `Run ${count(todo, 'run')}`}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function Preview({ runs, timezone }: { runs: readonly BackfillPreview[]; timezone: string }) {
  if (runs.length === 0) return <Text size="sm">No run of this dag is due in that time.</Text>
  const counts = (['create', 'rerun', 'skip'] as const).map((action) => [runs.filter((run) => run.action === action).length, ACTION_WORDS[action]] as const).filter(([n]) => n > 0)
  return (
    <>
    <Text size="sm" role="status">{counts.map(([n, words]) => `${n} to ${words}`).join(', ')}</Text>
    <div className={styles.preview} role="region" aria-label="Preview" tabIndex={0}>
      <table>
        <tbody>
          {runs.slice(0, SHOWN).map((run) => (
            <tr key={run.run_id} data-action={run.action}>
              <td style={{ whiteSpace: 'nowrap' }}>{absolute(run.logical_date, { zone: timezone })}</td>
              <td><b>{ACTION_WORDS[run.action]}</b>{run.reason !== null && `: ${run.reason}`}</td>
              <td className={styles.values}>{Object.entries(run.parameters ?? {}).map(([task, values]) => <div key={task}>{Object.keys(values).length > 0 && `${task}: ${JSON.stringify(values)}`}</div>)}</td>
            </tr>
          ))}
          {runs.length > SHOWN && <tr><td colSpan={3}>and {runs.length - SHOWN} more</td></tr>}
        </tbody>
      </table>
    </div>
    </>
  )
}
