import { Button, Checkbox, Group, Modal, Paper, PasswordInput, Skeleton, Stack, Table, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { IconUserPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { InviteLink } from './InviteLink'
import { useAddUser, usersQuery } from '../../api/users'
import { PageHead } from '../../parts/PageHead'
import { Problem } from '../../parts/Problem'
import { Tag } from '../../parts/Tag'
import { Time } from '../../parts/Time'
import { ACTIONS } from '../../words'

export function Users() {
  const { data: users, error, refetch } = useQuery(usersQuery)
  const [opened, dialog] = useDisclosure(false)
  const [invited, setInvited] = useState<string | null>(null)
  return (
    <>
      <PageHead title="Users" actions={<Button leftSection={<IconUserPlus size={15} />} onClick={dialog.open}>{ACTIONS.addUser}</Button>} />
      <Problem error={error} retry={() => { void refetch() }} />
      {users === undefined && error === null && <Skeleton h={160} />}
      {users !== undefined && (
        <Paper withBorder maw={820} style={{ overflowX: 'auto' }}>
          <Table aria-label="Users">
            <Table.Thead><Table.Tr><Table.Th>Name</Table.Th><Table.Th>Role</Table.Th><Table.Th visibleFrom="sm">Added</Table.Th><Table.Th aria-label="Actions" /></Table.Tr></Table.Thead>
            <Table.Tbody>
              {users.map((user) => (
                <Table.Tr key={user.name}>
                  <Table.Td fw={550}>{user.name}</Table.Td>
                  <Table.Td>{user.admin ? <Tag strong>administrator</Tag> : <Text size="sm" c="var(--page-quiet)">user</Text>}</Table.Td>
                  <Table.Td visibleFrom="sm"><Time iso={user.created_at} both /></Table.Td>
                  <Table.Td ta="right"><Button variant="subtle" onClick={() => { setInvited(user.name) }} aria-label={`${ACTIONS.invite} for ${user.name}`}>{ACTIONS.invite}</Button></Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Paper>
      )}
      <Modal opened={opened} onClose={dialog.close} title={<Text fw={600}>Add a user</Text>}>{opened && <AddUser onDone={(name) => { dialog.close(); setInvited(name) }} />}</Modal>
      <Modal opened={invited !== null} onClose={() => { setInvited(null) }} title={<Text fw={600}>Invite link for {invited}</Text>}>{invited !== null && <InviteLink name={invited} />}</Modal>
    </>
  )
}

/** @param onDone the user who still needs a link to set a password; null where there is one */
function AddUser({ onDone }: { onDone: (withoutPassword: string | null) => void }) {
  const add = useAddUser()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [admin, setAdmin] = useState(false)
  const onSubmit = (event: React.FormEvent) => {
    event.preventDefault()
    add.mutate({ name: name.trim(), admin, ...(password === '' ? {} : { password }) }, {
      onSuccess: (user) => {
        if (user.has_password) notifications.show({ message: `${user.name} can log in now.` })
        onDone(user.has_password ? null : user.name)
      },
    })
  }
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        <TextInput label="Name" value={name} onChange={(event) => { setName(event.currentTarget.value) }} autoComplete="off" autoCapitalize="none" required withAsterisk={false} data-autofocus />
        <PasswordInput label="Password" description="Leave it empty to get a link with which the user sets one" value={password} onChange={(event) => { setPassword(event.currentTarget.value) }} autoComplete="new-password" />
        <Checkbox label="Administrator" description="May add users and see everything" checked={admin} onChange={(event) => { setAdmin(event.currentTarget.checked) }} />
        <Problem error={add.error} />
        <Group justify="flex-end"><Button type="submit" loading={add.isPending}>Add</Button></Group>
      </Stack>
    </form>
  )
}
