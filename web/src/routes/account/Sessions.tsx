import { Button, Checkbox, Group, Modal, Paper, Skeleton, Stack, Table, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { IconLogout } from '@tabler/icons-react'
import { useState } from 'react'
import { sessionsQuery, useEndSession, useLogOutEverywhere, type Session } from '../../api/account'
import { Problem } from '../../parts/Problem'
import { Tag } from '../../parts/Tag'
import { Time } from '../../parts/Time'
import { ACTIONS } from '../../words'
import { agentWords } from './agent'

/** Browsers that are logged in as the reader: where, when last seen, and the way to end them. */
export function Sessions() {
  const { data: sessions, error, refetch } = useQuery(sessionsQuery)
  const [asking, dialog] = useDisclosure(false)
  return (
    <section aria-labelledby="sessions">
      <Group justify="space-between" mb={6} maw={900}>
        <Title order={2} id="sessions">Where you are logged in</Title>
        <Button variant="default" leftSection={<IconLogout size={15} />} onClick={dialog.open}>{ACTIONS.logOutEverywhere}</Button>
      </Group>
      <Problem error={error} retry={() => { void refetch() }} />
      {sessions === undefined && error === null && <Skeleton h={90} />}
      {sessions !== undefined && (
        <Paper withBorder maw={900} mb="xl" style={{ overflowX: 'auto' }}>
          <Table aria-label="Sessions">
            <Table.Thead><Table.Tr><Table.Th>Browser</Table.Th><Table.Th visibleFrom="sm">Address</Table.Th><Table.Th visibleFrom="sm">Logged in</Table.Th><Table.Th>Last seen</Table.Th><Table.Th aria-label="Actions" /></Table.Tr></Table.Thead>
            <Table.Tbody>{sessions.map((session) => <Row key={session.id} session={session} />)}</Table.Tbody>
          </Table>
        </Paper>
      )}
      <Modal opened={asking} onClose={dialog.close} title={<Text fw={600}>{ACTIONS.logOutEverywhere}?</Text>}>{asking && <Everywhere onClose={dialog.close} />}</Modal>
    </section>
  )
}

function Row({ session }: { session: Session }) {
  const end = useEndSession()
  const agent = agentWords(session.agent)
  return (
    <Table.Tr>
      <Table.Td title={session.agent}>{agent} {session.current && <Tag strong>this one</Tag>} {session.provider !== null && <Tag>{session.provider}</Tag>}</Table.Td>
      <Table.Td visibleFrom="sm">{session.address || <Text span c="var(--page-quiet)">unknown</Text>}</Table.Td>
      <Table.Td visibleFrom="sm"><Time iso={session.created_at} /></Table.Td>
      <Table.Td><Time iso={session.last_seen_at} /></Table.Td>
      <Table.Td ta="right">
        {!session.current && (
          <Button
            variant="subtle" color="red" loading={end.isPending} aria-label={`${ACTIONS.logOut} ${agent}`}
            onClick={() => { end.mutate(session.id, { onError: (error) => notifications.show({ color: 'red', title: 'The session goes on', message: error.message }) }) }}
          >
            {ACTIONS.logOut}
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  )
}

function Everywhere({ onClose }: { onClose: () => void }) {
  const out = useLogOutEverywhere()
  const [tokens, setTokens] = useState(false)
  return (
    <Stack gap="sm">
      <Text size="sm">All browsers that are logged in as you are logged out, this one too. Your servers and runs go on.</Text>
      <Checkbox label="Revoke my tokens too" description="Programs that use them stop working" checked={tokens} onChange={(event) => { setTokens(event.currentTarget.checked) }} data-autofocus />
      <Problem error={out.error} />
      <Group justify="flex-end"><Button variant="default" onClick={onClose}>Keep</Button><Button color="red" loading={out.isPending} onClick={() => { out.mutate(tokens) }}>{ACTIONS.logOutEverywhere}</Button></Group>
    </Stack>
  )
}
