import { Button, Group, Switch, Text, Tooltip } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useSetPaused } from '../api/dags'
import { ACTIONS } from '../words'

/** Turns a dag's schedule on and off at once; what was done can be undone from the note that follows. */
export function PauseSwitch({ dagId, paused, labelled = false }: { dagId: string; paused: boolean; labelled?: boolean }) {
  const { mutate } = useSetPaused()
  const set = (to: boolean, undoable: boolean) => {
    mutate({ dagId, paused: to }, {
      onError: (error) => notifications.show({ color: 'red', title: `${dagId} was not changed`, message: error.message }),
      onSuccess: () => {
        if (!undoable) return
        const id = `paused-${dagId}`
        notifications.hide(id)
        notifications.show({
          id,
          message: (
            <Group justify="space-between" wrap="nowrap">
              <Text size="sm">{to ? `${dagId} is paused: no run starts by schedule.` : `${dagId} follows its schedule again.`}</Text>
              <Button variant="default" onClick={() => { notifications.hide(id); set(!to, false) }}>{ACTIONS.undo}</Button>
            </Group>
          ),
        })
      },
    })
  }
  return (
    <Tooltip label={paused ? 'Paused. Switch on to follow the schedule.' : 'Follows its schedule. Switch off to pause.'}>
      <span style={{ display: 'inline-flex' }}>
        <Switch
          checked={!paused} onChange={(event) => { set(!event.currentTarget.checked, true) }} size="sm" color="indigo"
          label={labelled ? (paused ? 'Paused' : 'Active') : undefined} aria-label={`Schedule of ${dagId}`}
        />
      </span>
    </Tooltip>
  )
}
