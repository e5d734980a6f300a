import { Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { affectedQuery, useCorrectTasks, type Correction } from '../../api/corrections'
import { Problem } from '../../parts/Problem'
import { StateBadge } from '../../parts/StateBadge'
import { ACTIONS, count } from '../../words'
import { undoOf, type Choice } from './choices'

/** Rows of the preview that are drawn. */
const SHOWN = 100

/** Shows the very tasks that a correction would change, and makes it once somebody agrees; a mark can be taken back from the note that follows. */
export function Confirm({ dagId, choice, onClose }: { dagId: string; choice: Choice; onClose: () => void }) {
  const [correction, setCorrection] = useState<Correction>(choice.correction)
  const affected = useQuery({ ...affectedQuery(dagId, correction), placeholderData: keepPreviousData })
  const correct = useCorrectTasks(dagId)
  const tasks = affected.data ?? []
  const clear = correction.what === 'clear'
  const runs = new Set(tasks.map((task) => task.run_id)).size
  const go = () => { correct.mutate(correction, { onSuccess: (done) => { onClose(); tell(done.length) } }) }
  const tell = (done: number) => {
    const back = undoOf(correction, tasks)
    const id = `corrected-${Date.now()}`
    const undo = async () => {
      notifications.hide(id)
      try {
        for (const one of back ?? []) await correct.mutateAsync(one)
        notifications.show({ message: 'It is as it was. What began in the meantime goes on.' })
      } catch (error) {
        notifications.show({ color: 'red', title: 'It could not be undone', message: error instanceof Error ? error.message : String(error) })
      }
    }
    notifications.show({
      id, autoClose: back === null ? undefined : 12_000,
      message: (
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm">{count(done, 'task')} {correction.what === 'clear' ? 'cleared' : `marked ${correction.body.state}`}.</Text>
          {back !== null && <Button variant="default" onClick={() => { void undo() }}>{ACTIONS.undo}</Button>}
        </Group>
      ),
    })
  }
  const option = (name: 'downstream' | 'upstream' | 'only_failed' | 'run_on_latest_version', label: string) => (
    <Checkbox size="xs" label={label} checked={correction.body[name] ?? false} onChange={(event) => { setCorrection({ ...correction, body: { ...correction.body, [name]: event.currentTarget.checked } } as Correction) }} />
  )
  return (
    <Modal opened onClose={onClose} title={<Text fw={600}>{choice.ask}</Text>}>
      <Stack gap="sm">
        {clear && <Group gap="md">{option('downstream', 'What comes after')}{option('upstream', 'What comes before')}{option('only_failed', 'Only what failed')}{option('run_on_latest_version', 'As the dag is now')}</Group>}
        <Problem error={affected.error ?? correct.error} />
        <Stack gap={6} mah={300} style={{ overflowY: 'auto' }} role="group" aria-label="Tasks that change">
          {tasks.slice(0, SHOWN).map((task) => (
            <Group key={`${task.run_id} ${task.task_id} ${task.map_index}`} gap="xs" wrap="nowrap"><StateBadge state={task.state} /><Text size="sm">{task.task_id}{task.map_index >= 0 && `[${task.map_index}]`}</Text>{runs > 1 && <Text size="xs" c="var(--page-quiet)">{task.run_id}</Text>}</Group>
          ))}
          {tasks.length > SHOWN && <Text size="sm">and {count(tasks.length - SHOWN, 'task')} more</Text>}
          {affected.data?.length === 0 && <Text size="sm">No task fits, so nothing would change.</Text>}
        </Stack>
        <Text size="sm" c="var(--page-quiet)">
          {clear ? `They run with the files ${correction.body.run_on_latest_version === true ? 'of the dag’s newest version, which the run has from then on' : 'that the run had'}. Attempts so far are kept.` : 'What waits for it goes on by that. Its attempts stay as they are.'}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>Leave as it is</Button>
          <Button onClick={go} loading={correct.isPending} disabled={tasks.length === 0 || affected.isPlaceholderData} data-autofocus>{clear ? `Clear ${count(tasks.length, 'task')}` : tasks.length > 1 ? `${choice.words} for ${count(tasks.length, 'task')}` : choice.words}</Button>
        </Group>
      </Stack>
    </Modal>
  )
}
