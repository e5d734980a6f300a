import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconRefresh } from '@tabler/icons-react'
import { useState } from 'react'
import type { RunDetail } from '../../api/client'
import { isActive } from '../../state-table'
import { Confirm } from './Confirm'
import { againFailed, clearing, type Choice } from './choices'

/** Runs an ended run again, in full or where it failed; the tasks are shown first. */
export function RunAgain({ run }: { run: RunDetail }) {
  const [chosen, setChosen] = useState<Choice | null>(null)
  if (isActive(run.state)) return null
  const runIds = [run.run_id]
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target><Button variant="default" leftSection={<IconRefresh size={15} />} rightSection={<IconChevronDown size={13} />}>Run again</Button></Menu.Target>
        <Menu.Dropdown>
          <Menu.Item disabled={run.state === 'success'} onClick={() => { setChosen(againFailed(runIds)) }}>What failed</Menu.Item>
          <Menu.Item onClick={() => { setChosen(clearing({ runIds, taskIds: [], name: 'all tasks of this run' }, false)) }}>All tasks</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {chosen !== null && <Confirm dagId={run.dag_id} choice={chosen} onClose={() => { setChosen(null) }} />}
    </>
  )
}
