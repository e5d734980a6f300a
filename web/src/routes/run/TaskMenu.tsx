import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import type { RunDetail, Task } from '../../api/client'
import { Confirm } from './Confirm'
import { choicesFor, type Choice } from './choices'

/** What somebody may do to a task by hand; each shows which tasks it changes before it does. */
export function TaskMenu({ run, task }: { run: RunDetail; task: Task }) {
  const [chosen, setChosen] = useState<Choice | null>(null)
  if (task.state === 'running' || task.state === 'queued') return null
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={`More for ${task.task_id}`}><IconDots size={16} /></ActionIcon></Menu.Target>
        <Menu.Dropdown>
          {choicesFor({ runIds: [run.run_id], taskIds: [task.task_id], name: task.task_id }).map((choice) => <Menu.Item key={choice.words} onClick={() => { setChosen(choice) }}>{choice.words}</Menu.Item>)}
        </Menu.Dropdown>
      </Menu>
      {chosen !== null && <Confirm dagId={run.dag_id} choice={chosen} onClose={() => { setChosen(null) }} />}
    </>
  )
}
