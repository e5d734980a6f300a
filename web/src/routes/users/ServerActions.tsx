import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useServerOf, type PersonServer } from '../../api/people'
import { ACTIONS, SERVER_WORDS } from '../../words'

export function serverInWords(server: Pick<PersonServer, 'state' | 'name' | 'display_name'>): string {
  const name = server.display_name || server.name
  return name === '' ? SERVER_WORDS[server.state] : `${SERVER_WORDS[server.state]}: ${name}`
}

/** Start, stop, open: what an administrator may do with somebody's server. */
export function ServerActions({ name, server, compact = false }: { name: string; server: Pick<PersonServer, 'name' | 'state' | 'url'>; compact?: boolean }) {
  const change = useServerOf()
  const whose = `server of ${name}${server.name === '' ? '' : `, ${server.name}`}`
  const send = (to: 'start' | 'stop') => {
    change.mutate({ name, server: server.name, to }, { onError: (error) => notifications.show({ color: 'red', title: `The ${whose} was not ${to === 'start' ? 'started' : 'stopped'}`, message: error.message }) })
  }
  const size = compact ? 'compact-xs' : 'compact-sm'
  switch (server.state) {
    case 'ready':
      return (
        <Group gap={4} wrap="nowrap">
          {server.url !== null && <Button component="a" href={server.url} target="_blank" rel="noreferrer" variant="light" size={size} aria-label={`${ACTIONS.openServer} ${whose}`}>{ACTIONS.openServer}</Button>}
          <Button variant="subtle" color="gray" size={size} loading={change.isPending} onClick={() => { send('stop') }} aria-label={`${ACTIONS.stopNamed} ${whose}`}>{ACTIONS.stopNamed}</Button>
        </Group>
      )
    case 'starting': return <Button variant="subtle" color="gray" size={size} loading={change.isPending} onClick={() => { send('stop') }} aria-label={`${ACTIONS.stopNamed} ${whose}`}>{ACTIONS.stopNamed}</Button>
    case 'stopping': return null
    case 'stopped':
    case 'failed': return <Button variant="subtle" size={size} loading={change.isPending} onClick={() => { send('start') }} aria-label={`${ACTIONS.startNamed} ${whose}`}>{ACTIONS.startNamed}</Button>
  }
}
