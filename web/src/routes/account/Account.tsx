import { Button, Group, Paper, Skeleton, Stack, Table, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { IconKey } from '@tabler/icons-react'
import { meQuery } from '../../api/session'
import { tokensQuery, useRevokeToken } from '../../api/tokens'
import { Empty } from '../../parts/Empty'
import { Facts } from '../../parts/Facts'
import { PageHead } from '../../parts/PageHead'
import { Problem } from '../../parts/Problem'
import { Tag } from '../../parts/Tag'
import { Time } from '../../parts/Time'
import { ACTIONS } from '../../words'
import { Keys } from './Keys'
import { NewToken } from './NewToken'
import { Password } from './Password'
import { Sessions } from './Sessions'

export function Account() {
  const { data: me } = useQuery(meQuery)
  const { data: tokens, error, refetch } = useQuery(tokensQuery)
  const [making, dialog] = useDisclosure(false)
  return (
    <>
      <PageHead title="Account" actions={me?.has_password === true ? <Password /> : undefined} />
      {me !== undefined && <Facts facts={[['Name', me.name], ['Role', me.admin ? 'administrator' : 'user']]} />}
      {me !== undefined && <Group gap={4} mb="lg" maw={900}><Text size="sm" c="var(--page-quiet)" mr={4}>May</Text>{me.scopes.map((scope) => <Tag key={scope}>{scope}</Tag>)}</Group>}
      <Keys />
      <Sessions />
      <Group justify="space-between" mb={6} maw={900}>
        <Title order={2}>Tokens</Title>
        <Button leftSection={<IconKey size={15} />} onClick={dialog.open}>{ACTIONS.createToken}</Button>
      </Group>
      <Text size="sm" c="var(--page-quiet)" mb="sm" maw={640}>A token lets a program act as you. Send it as <code>Authorization: Bearer …</code>. Its secret is shown once, when it is made.</Text>
      <Problem error={error} retry={() => { void refetch() }} />
      {tokens === undefined && error === null && <Skeleton h={120} />}
      {tokens?.length === 0 && <Empty title="No token" icon={<IconKey size={26} />}>Make one for a script or for a tool outside of JupyterLab. In your own server’s terminal the <code>dag</code> command needs none.</Empty>}
      {tokens !== undefined && tokens.length > 0 && (
        <Paper withBorder maw={900} style={{ overflowX: 'auto' }}>
          <Table aria-label="Tokens">
            <Table.Thead><Table.Tr><Table.Th>Note</Table.Th><Table.Th visibleFrom="sm">Scopes</Table.Th><Table.Th>Made</Table.Th><Table.Th>Ends</Table.Th><Table.Th aria-label="Actions" /></Table.Tr></Table.Thead>
            <Table.Tbody>
              {tokens.map((token) => (
                <Table.Tr key={token.id}>
                  <Table.Td>{token.note || <Text span c="var(--page-quiet)">no note</Text>}</Table.Td>
                  <Table.Td visibleFrom="sm"><Group gap={4}>{token.scopes.map((scope) => <Tag key={scope}>{scope}</Tag>)}</Group></Table.Td>
                  <Table.Td><Time iso={token.created_at} /></Table.Td>
                  <Table.Td>{token.expires_at === null ? 'never' : <Time iso={token.expires_at} />}</Table.Td>
                  <Table.Td ta="right"><Revoke id={token.id} note={token.note} /></Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Paper>
      )}
      <NewToken opened={making} onClose={dialog.close} scopes={me?.scopes ?? []} />
    </>
  )
}

function Revoke({ id, note }: { id: string; note: string }) {
  const revoke = useRevokeToken()
  const [sure, ask] = useDisclosure(false)
  if (!sure) return <Button variant="subtle" color="red" onClick={ask.open} aria-label={`${ACTIONS.revoke} ${note}`}>{ACTIONS.revoke}</Button>
  return (
    <Stack gap={4} align="flex-end">
      <Text size="xs">Programs that use it stop working.</Text>
      <Group gap={4}>
        <Button variant="default" onClick={ask.close}>Keep</Button>
        <Button
          color="red" loading={revoke.isPending}
          onClick={() => { revoke.mutate(id, { onError: (error) => notifications.show({ color: 'red', title: 'The token was not revoked', message: error.message }) }) }}
        >
          Revoke now
        </Button>
      </Group>
    </Stack>
  )
}
