import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconRefresh } from '@tabler/icons-react'
import type { RunDetail, Task } from '../../api/client'
import { useRetryTask } from '../../api/runs'
import { ACTIONS, count } from '../../words'
import { waitingFor } from './affected'

const ENDED: ReadonlySet<Task['state']> = new Set<Task['state']>(['success', 'failed', 'upstream_failed', 'skipped', 'cancelled'])

/** Runs a task again that ended; in full it also stands for one that succeeded, and says what else runs again with it. */
export function RetryButton({ run, task, prominent = false, onRetried }: { run: RunDetail; task: Task; prominent?: boolean; onRetried?: () => void }) {
  const retry = useRetryTask(run.dag_id, run.run_id)
  if (!ENDED.has(task.state)) return null
  const name = task.map_index >= 0 ? `${task.task_id}[${task.map_index}]` : task.task_id
  const succeeded = task.state === 'success'
  const after = waitingFor(run.tasks, task.task_id)
  const onClick = () => {
    retry.mutate(task, {
      onSuccess: () => {
        notifications.show({ message: after.length === 0 ? `${name} runs again.` : `${name} runs again, and then ${count(after.length, 'task')} waiting for it.` })
        onRetried?.()
      },
      onError: (error) => notifications.show({ color: 'red', title: `${name} was not retried`, message: error.message }),
    })
  }
  return (
    <Button
      variant={prominent && !succeeded ? 'filled' : succeeded ? 'subtle' : 'default'} color={succeeded ? 'gray' : undefined} leftSection={<IconRefresh size={15} />} loading={retry.isPending} onClick={onClick}
      title={after.length === 0 ? 'Run this task again' : `Run this task again, then ${after.join(', ')}`}
    >
      {ACTIONS.retry}
    </Button>
  )
}
