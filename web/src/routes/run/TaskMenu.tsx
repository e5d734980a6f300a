import { ActionIcon, Button, Group, Menu, Modal, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import type { RunDetail, Schemas, Task } from '../../api/client'
import { affectedQuery, useCorrectTasks, type Correction } from '../../api/corrections'
import { Problem } from '../../parts/Problem'
import { StateBadge } from '../../parts/StateBadge'
import { count } from '../../words'

interface Choice { readonly words: string; readonly ask: string; readonly correction: Correction }

const choices = (run: RunDetail, task: Task): Choice[] => {
  const these = { run_ids: [run.run_id], task_ids: [task.task_id], upstream: false, only_failed: false, dry_run: false }
  const mark = (state: Schemas['MarkState']): Choice => ({
    words: `Mark ${state}`, ask: `Mark ${task.task_id} as ${state}?`, correction: { what: 'mark', body: { ...these, downstream: false, state } },
  })
  return [
    { words: 'Clear this task', ask: `Run ${task.task_id} again?`, correction: { what: 'clear', body: { ...these, downstream: false } } },
    { words: 'Clear it and what comes after', ask: `Run ${task.task_id} and what comes after it again?`, correction: { what: 'clear', body: { ...these, downstream: true } } },
    mark('success'), mark('failed'), mark('skipped'),
  ]
}

/** What somebody may do to a task by hand; each shows which tasks it changes before it does. */
export function TaskMenu({ run, task }: { run: RunDetail; task: Task }) {
  const [chosen, setChosen] = useState<Choice | null>(null)
  if (task.state === 'running' || task.state === 'queued') return null
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={`More for ${task.task_id}`}><IconDots size={16} /></ActionIcon></Menu.Target>
        <Menu.Dropdown>
          {choices(run, task).map((choice) => <Menu.Item key={choice.words} onClick={() => { setChosen(choice) }}>{choice.words}</Menu.Item>)}
        </Menu.Dropdown>
      </Menu>
      {chosen !== null && <Confirm run={run} choice={chosen} onClose={() => { setChosen(null) }} />}
    </>
  )
}

function Confirm({ run, choice, onClose }: { run: RunDetail; choice: Choice; onClose: () => void }) {
  const affected = useQuery(affectedQuery(run.dag_id, choice.correction))
  const correct = useCorrectTasks(run.dag_id)
  const tasks = affected.data ?? []
  const go = () => {
    correct.mutate(choice.correction, {
      onSuccess: (done) => {
        onClose()
        notifications.show({ message: `${count(done.length, 'task')} ${choice.correction.what === 'clear' ? 'cleared' : `marked ${choice.correction.body.state}`}.` })
      },
    })
  }
  return (
    <Modal opened onClose={onClose} title={<Text fw={600}>{choice.ask}</Text>}>
      <Stack gap="sm">
        <Problem error={affected.error ?? correct.error} />
        {tasks.map((task) => <Group key={task.task_id} gap="xs"><StateBadge state={task.state} /><Text size="sm">{task.task_id}</Text></Group>)}
        <Text size="sm" c="var(--page-quiet)">
          {choice.correction.what === 'clear' ? 'They run with the files of this run. Attempts so far are kept.' : 'What waits for it goes on by that. Its attempts stay as they are.'}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>Leave as it is</Button>
          <Button onClick={go} loading={correct.isPending} disabled={tasks.length === 0} data-autofocus>{choice.correction.what === 'clear' ? `Clear ${count(tasks.length, 'task')}` : choice.words}</Button>
        </Group>
      </Stack>
    </Modal>
  )
}
