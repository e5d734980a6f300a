import { Alert, Anchor, Button, Code, Group, Paper, Progress, Stack, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { IconExternalLink, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react'
import type { Environment, Server } from '../../api/client'
import { environmentsQuery } from '../../api/environments'
import { serverLogQuery, serversQuery, useStartServer, useStopServer } from '../../api/servers'
import { Problem } from '../../parts/Problem'
import { Time, Took } from '../../parts/Time'
import { ACTIONS, SERVER_WORDS } from '../../words'
import { EnvironmentNote } from './EnvironmentNote'
import styles from './Home.module.css'

/** The reader's own JupyterLab: whether it runs, and the way to start, open and stop it. */
export function ServerCard() {
  const { data: servers, error, refetch } = useQuery(serversQuery)
  const { data: environments } = useQuery(environmentsQuery)
  const server = servers?.find((one) => one.name === '')
  const building = (environments ?? []).filter((one) => one.state !== 'ready')
  return (
    <Paper withBorder radius="md" p="lg" component="section" aria-label="My server">
      <Group justify="space-between" mb={8}><Title order={2}>My server</Title>{server !== undefined && <Light state={server.state} />}</Group>
      <Problem error={error} retry={() => { void refetch() }} />
      {server === undefined && error === null && <div className={styles.waiting} style={{ height: 64 }}>Asking the server …</div>}
      {server !== undefined && <Body server={server} environments={environments ?? []} />}
      {building.map((one) => <EnvironmentNote key={one.name} environment={one} />)}
    </Paper>
  )
}

function Light({ state }: { state: Server['state'] }) {
  const colour = { stopped: 'none', starting: 'running', ready: 'success', stopping: 'queued', failed: 'failed' }[state]
  return (
    <Group gap={7} role="status">
      <span aria-hidden style={{ width: 9, height: 9, borderRadius: '50%', background: `var(--state-${colour}-solid)` }} />
      <Text size="sm">{SERVER_WORDS[state]}</Text>
    </Group>
  )
}

function Body({ server, environments }: { server: Server; environments: readonly Environment[] }) {
  switch (server.state) {
    case 'stopped':
      return <><Text size="sm" c="var(--page-quiet)" mb="sm">JupyterLab with your files. They stay when the server stops.</Text><Start environments={environments} /></>
    case 'starting':
      return (
        <Stack gap="sm">
          <Progress value={Math.max(4, server.progress)} animated aria-label="Server start" />
          <Group justify="space-between"><Text size="sm">{server.message ?? 'Starting'}</Text><Text size="sm" c="var(--page-quiet)"><Took start={server.started_at} end={null} running /></Text></Group>
          <Group><Stop /></Group>
        </Stack>
      )
    case 'ready':
      return (
        <Stack gap="sm">
          <Text size="sm" c="var(--page-quiet)">Running since <Time iso={server.started_at} both />.</Text>
          <Group gap="xs">
            <Button component="a" role="button" href={server.url ?? '/'} target="_blank" rel="noreferrer" size="sm" leftSection={<IconExternalLink size={16} />}>{ACTIONS.openLab}</Button>
            <Stop />
          </Group>
        </Stack>
      )
    case 'stopping':
      return <Text size="sm" c="var(--page-quiet)">{server.message ?? 'Kernels end and the server shuts down.'}</Text>
    case 'failed':
      return (
        <Stack gap="sm">
          <Alert color="red" variant="light" title="The server did not start" role="alert">{server.message ?? 'The log below says why.'}</Alert>
          <Start environments={environments} />
          <Log />
        </Stack>
      )
  }
}

function Start({ environments }: { environments: readonly Environment[] }) {
  const start = useStartServer()
  const { start: wanted } = useSearch({ from: '/inside/' })
  const ready = environments.length === 0 || environments.some((one) => one.state === 'ready')
  return (
    <Stack gap={6}>
      <Group gap="xs">
        <Button size="sm" leftSection={<IconPlayerPlay size={16} />} loading={start.isPending} disabled={!ready} onClick={() => { start.mutate() }} autoFocus={wanted === true}>{ACTIONS.startServer}</Button>
        {!ready && <Text size="xs" c="var(--page-quiet)">once the environment is built</Text>}
      </Group>
      <Problem error={start.error} />
    </Stack>
  )
}

function Stop() {
  const stop = useStopServer()
  return (
    <>
      <Button variant="default" size="sm" leftSection={<IconPlayerStop size={16} />} loading={stop.isPending} onClick={() => { stop.mutate() }}>{ACTIONS.stopServer}</Button>
      <Problem error={stop.error} />
    </>
  )
}

function Log() {
  const [opened, { toggle }] = useDisclosure(false)
  const { data } = useQuery({ ...serverLogQuery, enabled: opened })
  return (
    <div>
      <Anchor component="button" size="sm" onClick={toggle} aria-expanded={opened}>{opened ? 'Hide the log' : 'Show the log'}</Anchor>
      {opened && <Code block mt={6} mah={280} fz="xs" style={{ overflow: 'auto' }}>{data ?? '…'}</Code>}
    </div>
  )
}
