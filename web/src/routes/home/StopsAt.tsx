import { Button, Group, Text } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { IconClockPlus } from '@tabler/icons-react'
import type { Server } from '../../api/client'
import { useKeepServer } from '../../api/servers'
import { hotkeys } from '../../keys'
import { Time } from '../../parts/Time'
import { ACTIONS } from '../../words'

const HOURS = 8

/** When a server that nobody uses will be stopped, and the way to have it run on. */
export function StopsAt({ server }: { server: Server }) {
  const keep = useKeepServer(server.name)
  const keepIt = () => {
    keep.mutate(HOURS, {
      onSuccess: () => { notifications.show({ title: 'The server is kept', message: `It runs for ${String(HOURS)} hours from now, used or not.` }) },
      onError: (error) => { notifications.show({ color: 'red', title: 'The server was not kept', message: error.message }) },
    })
  }
  useHotkeys(server.name === '' && server.can_keep ? hotkeys('keepServer', keepIt) : [])
  if (server.stops_at === null) return null
  return (
    <Group gap="xs" justify="space-between">
      <Text size="sm" c="var(--page-quiet)">Stops <Time iso={server.stops_at} both /> ({server.stops_after}){server.can_keep ? ', unless you use it or a cell runs' : ''}.</Text>
      {server.can_keep && <Button variant="subtle" size="compact-sm" leftSection={<IconClockPlus size={15} />} loading={keep.isPending} onClick={keepIt}>{ACTIONS.keepServer}</Button>}
    </Group>
  )
}
