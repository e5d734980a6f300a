import { useState } from 'react'
import { Alert, Anchor, Button, Code, Group, Paper, Progress, Stack, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { IconExternalLink, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react'
import type { Environment, Server, ServerOptions } from '../../api/client'
import { environmentsQuery } from '../../api/environments'
import { profilesQuery, serverLogQuery, serversQuery, useStartServer, useStopServer } from '../../api/servers'
import { Problem } from '../../parts/Problem'
import { Time, Took } from '../../parts/Time'
import { ACTIONS, SERVER_WORDS } from '../../words'
import { EnvironmentNote } from './EnvironmentNote'
import { HomeFolder } from './HomeFolder'
import { NamedServers } from './NamedServers'
import { ProfileForm } from './ProfileForm'
import { remembered } from './profile-choice'
import { StopsAt } from './StopsAt'
import styles from './Home.module.css'

/** The reader's own JupyterLab: whether it runs, and the way to start, open and stop it. */
export function ServerCard() {
  const { data: servers, error, refetch } = useQuery(serversQuery)
  const { data: environments } = useQuery(environmentsQuery)
  const server = servers?.find((one) => one.name === '')
  const named = (servers ?? []).filter((one) => one.name !== '')
  const building = (environments ?? []).filter((one) => one.state !== 'ready')
  return (
    <Paper withBorder radius="md" p="lg" component="section" aria-label="My server">
      <Group justify="space-between" mb={8}><Title order={2}>My server</Title>{server !== undefined && <Light state={server.state} />}</Group>
      <Problem error={error} retry={() => { void refetch() }} />
      {server === undefined && error === null && <div className={styles.waiting} style={{ height: 64 }}>Asking the server …</div>}
      {server !== undefined && <Body server={server} environments={environments ?? []} />}
      <HomeFolder />
      {servers !== undefined && <NamedServers servers={named} />}
      {building.map((one) => <EnvironmentNote key={one.name} environment={one} />)}
    </Paper>
  )
}

export function Light({ state }: { state: Server['state'] }) {
  const colour = { stopped: 'none', starting: 'running', ready: 'success', stopping: 'queued', failed: 'failed' }[state]
  return (
    <Group gap={7} role="status">
      <span aria-hidden style={{ width: 9, height: 9, borderRadius: '50%', background: `var(--state-${colour}-solid)` }} />
      <Text size="sm">{SERVER_WORDS[state]}</Text>
    </Group>
  )
}

export function Body({ server, environments }: { server: Server; environments: readonly Environment[] }) {
  switch (server.state) {
    case 'stopped':
      return (
        <>
          <Text size="sm" c="var(--page-quiet)" mb="sm">{server.message === null ? 'JupyterLab with your files. They stay when the server stops.' : `${server.message}. Your files are as you left them.`}</Text>
          <Start server={server} environments={environments} />
        </>
      )
    case 'starting':
      return (
        <Stack gap="sm">
          <Progress value={Math.max(4, server.progress)} animated aria-label="Server start" />
          <Group justify="space-between"><Text size="sm">{server.message ?? 'Starting'}</Text><Text size="sm" c="var(--page-quiet)"><Took start={server.started_at} end={null} running /></Text></Group>
          <Group><Stop server={server} /></Group>
          <Log server={server} />
        </Stack>
      )
    case 'ready':
      return (
        <Stack gap="sm">
          <Text size="sm" c="var(--page-quiet)">Running since <Time iso={server.started_at} both />.</Text>
          <StopsAt server={server} />
          <Group gap="xs">
            <Button component="a" role="button" href={server.url ?? '/'} target="_blank" rel="noreferrer" size="sm" leftSection={<IconExternalLink size={16} />}>{ACTIONS.openLab}</Button>
            <Stop server={server} />
          </Group>
        </Stack>
      )
    case 'stopping':
      return <Text size="sm" c="var(--page-quiet)">{server.message ?? 'Kernels end and the server shuts down.'}</Text>
    case 'failed':
      return (
        <Stack gap="sm">
          <Alert color="red" variant="light" title="The server did not start" role="alert" styles={{ message: { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' } }}>{server.message ?? 'The log below says why.'}</Alert>
          <Start server={server} environments={environments} />
          <Log server={server} />
        </Stack>
      )
  }
}

function Start({ server, environments }: { server: Server; environments: readonly Environment[] }) {
  const start = useStartServer(server.name)
  const { start: wanted } = useSearch({ from: '/inside/' })
  const { data } = useQuery(profilesQuery)
  const [chosen, setChosen] = useState<ServerOptions>()
  const profiles = data?.profiles ?? []
  const options = chosen ?? remembered(profiles, data?.last ?? {})
  const ready = environments.length === 0 || environments.some((one) => one.state === 'ready')
  return (
    <Stack gap="sm">
      {profiles.length > 0 && <ProfileForm profiles={profiles} options={options} onChange={setChosen} />}
      <Group gap="xs">
        <Button size="sm" leftSection={<IconPlayerPlay size={16} />} loading={start.isPending} disabled={!ready} onClick={() => { start.mutate(options) }} autoFocus={wanted === true}>{startWord(server)}</Button>
        {!ready && <Text size="xs" c="var(--page-quiet)">once the environment is built</Text>}
      </Group>
      <Problem error={start.error} />
    </Stack>
  )
}

function startWord(server: Server): string {
  if (server.state === 'failed') return ACTIONS.startAgain
  return server.name === '' ? ACTIONS.startServer : ACTIONS.startNamed
}

function Stop({ server }: { server: Server }) {
  const stop = useStopServer(server.name)
  return (
    <>
      <Button variant="default" size="sm" leftSection={<IconPlayerStop size={16} />} loading={stop.isPending} onClick={() => { stop.mutate() }}>{server.name === '' ? ACTIONS.stopServer : ACTIONS.stopNamed}</Button>
      <Problem error={stop.error} />
    </>
  )
}

function Log({ server }: { server: Server }) {
  const [opened, { toggle }] = useDisclosure(false)
  const { data } = useQuery({ ...serverLogQuery(server.name), enabled: opened, refetchInterval: server.state === 'starting' ? 1000 : false })
  return (
    <div>
      <Anchor component="button" size="sm" onClick={toggle} aria-expanded={opened}>{opened ? 'Hide the log' : 'Show the log'}</Anchor>
      {opened && <Code block mt={6} mah={280} fz="xs" style={{ overflow: 'auto' }}>{data ?? '…'}</Code>}
    </div>
  )
}
