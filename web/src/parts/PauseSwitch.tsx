import { Button, Group, Stack, Switch, Text, TextInput, Tooltip } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { useSetPaused } from '../api/dags'
import { ACTIONS } from '../words'

/** Turns a dag's schedule on and off at once; what was done can be undone from the note that follows. */
export function PauseSwitch({ dagId, paused, labelled = false }: { dagId: string; paused: boolean; labelled?: boolean }) {
  const { mutate } = useSetPaused()
  const failed = (error: Error) => notifications.show({ color: 'red', title: `${dagId} was not changed`, message: error.message })
  const set = (to: boolean, undoable: boolean) => {
    mutate({ dagId, paused: to }, {
      onError: failed,
      onSuccess: () => {
        if (!undoable) return
        const id = `paused-${dagId}`
        notifications.hide(id)
        notifications.show({
          id,
          autoClose: to ? 15_000 : undefined,
          message: (
            <Stack gap={6}>
              <Group justify="space-between" wrap="nowrap">
                <Text size="sm">{to ? `${dagId} is paused: no run starts by schedule.` : `${dagId} follows its schedule again.`}</Text>
                <Button variant="default" onClick={() => { notifications.hide(id); set(!to, false) }}>{ACTIONS.undo}</Button>
              </Group>
              {to && <Reason give={(reason) => { notifications.hide(id); mutate({ dagId, paused: true, reason }, { onError: failed }) }} />}
            </Stack>
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

/** Asks why, for others to see; nobody has to say. */
function Reason({ give }: { give: (reason: string) => void }) {
  const [reason, setReason] = useState('')
  return (
    <form onSubmit={(event) => { event.preventDefault(); if (reason.trim() !== '') give(reason.trim()) }}>
      <Group gap={6} wrap="nowrap">
        <TextInput size="xs" flex={1} maxLength={500} aria-label="Reason" placeholder="Why? Others see it." value={reason} onChange={(event) => { setReason(event.currentTarget.value) }} />
        <Button size="compact-xs" type="submit" variant="default" disabled={reason.trim() === ''}>Say so</Button>
      </Group>
    </form>
  )
}
