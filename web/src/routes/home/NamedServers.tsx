import { Button, Divider, Group, Modal, Stack, Text, TextInput, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useState, type SyntheticEvent } from 'react'
import type { Environment, Server } from '../../api/client'
import { environmentsQuery } from '../../api/environments'
import { profilesQuery, useForgetServer, useNameServer } from '../../api/servers'
import { Problem } from '../../parts/Problem'
import { ACTIONS } from '../../words'
import { Body, Light, Start } from './ServerCard'
import { nameOf } from './server-name'

/** The reader's other servers, each with its nickname, and the way to add one. */
export function NamedServers({ servers }: { servers: readonly Server[] }) {
  const { data: environments } = useQuery(environmentsQuery)
  return (
    <Stack gap="sm" mt="md">
      {servers.map((server) => (
        <section key={server.name} aria-label={titleOf(server)}>
          <Divider mb="sm" />
          {server.state === 'stopped' ? <Stopped server={server} environments={environments ?? []} /> : (
            <>
              <Group justify="space-between" mb={6}><Title order={3}>{titleOf(server)}</Title><Light state={server.state} /></Group>
              <Body server={server} environments={environments ?? []} />
              {server.state === 'failed' && <Forget server={server} />}
            </>
          )}
        </section>
      ))}
      <Add />
    </Stack>
  )
}

const titleOf = (server: Server) => (server.display_name === '' ? server.name : server.display_name)

/** One that does not run: a line, which unfolds for what it may be started with. */
function Stopped({ server, environments }: { server: Server; environments: readonly Environment[] }) {
  const [opened, { toggle }] = useDisclosure(false)
  const { data } = useQuery(profilesQuery)
  return (
    <>
      <Group justify="space-between" gap="xs">
        <div>
          <Title order={3}>{titleOf(server)}</Title>
          <Text size="xs" c="var(--page-quiet)">{server.message ?? 'Not running'}</Text>
        </div>
        <Group gap={4}>
          {!opened && <Start server={server} environments={environments} withForm={false} />}
          <Button variant="subtle" color="gray" size="compact-sm" onClick={toggle} aria-expanded={opened} aria-label={`${opened ? 'Fewer' : 'More'} for ${titleOf(server)}`}>{opened ? 'Less' : (data?.profiles.length ?? 0) > 0 ? 'Options' : 'More'}</Button>
        </Group>
      </Group>
      {opened && <Stack gap={4} mt={6}><Start server={server} environments={environments} /><Group><Forget server={server} /></Group></Stack>}
    </>
  )
}

function Forget({ server }: { server: Server }) {
  const forget = useForgetServer(server.name)
  return (
    <>
      <Button mt={6} variant="subtle" color="gray" size="compact-sm" leftSection={<IconTrash size={14} />} loading={forget.isPending} onClick={() => { forget.mutate() }}>Remove {titleOf(server)}</Button>
      <Problem error={forget.error} />
    </>
  )
}

function Add() {
  const [opened, { open, close }] = useDisclosure(false)
  const [nickname, setNickname] = useState('')
  const add = useNameServer()
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    add.mutate({ name: nameOf(nickname), nickname: nickname.trim() }, { onSuccess: () => { setNickname(''); close() } })
  }
  return (
    <>
      <Group><Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} />} onClick={open}>{ACTIONS.addServer}</Button></Group>
      <Modal opened={opened} onClose={close} title={ACTIONS.addServer}>
        <form onSubmit={submit}>
          <Stack gap="sm">
            <Text size="sm" c="var(--page-quiet)">A second JupyterLab over the same files, which starts and stops by itself.</Text>
            <TextInput label="Name" data-autofocus value={nickname} maxLength={60} onChange={(event) => { setNickname(event.currentTarget.value) }} />
            <Problem error={add.error} />
            <Group justify="flex-end"><Button type="submit" loading={add.isPending} disabled={nameOf(nickname) === ''}>Add</Button></Group>
          </Stack>
        </form>
      </Modal>
    </>
  )
}
