import { Button, Checkbox, Group, Modal, Paper, PasswordInput, Skeleton, Stack, Table, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { IconUserPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useAddUser, usersQuery } from '../../api/users'
import { PageHead } from '../../parts/PageHead'
import { Problem } from '../../parts/Problem'
import { Tag } from '../../parts/Tag'
import { Time } from '../../parts/Time'
import { ACTIONS } from '../../words'

export function Users() {
  const { data: users, error, refetch } = useQuery(usersQuery)
  const [opened, dialog] = useDisclosure(false)
  return (
    <>
      <PageHead title="Users" actions={<Button leftSection={<IconUserPlus size={15} />} onClick={dialog.open}>{ACTIONS.addUser}</Button>} />
      <Problem error={error} retry={() => { void refetch() }} />
      {users === undefined && error === null && <Skeleton h={160} />}
      {users !== undefined && (
        <Paper withBorder maw={820}>
          <Table aria-label="Users">
            <Table.Thead><Table.Tr><Table.Th>Name</Table.Th><Table.Th>Role</Table.Th><Table.Th>Added</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>
              {users.map((user) => (
                <Table.Tr key={user.name}>
                  <Table.Td fw={550}>{user.name}</Table.Td>
                  <Table.Td>{user.admin ? <Tag strong>administrator</Tag> : <Text size="sm" c="var(--page-quiet)">user</Text>}</Table.Td>
                  <Table.Td><Time iso={user.created_at} both /></Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Paper>
      )}
      <Modal opened={opened} onClose={dialog.close} title={<Text fw={600}>Add a user</Text>}>{opened && <AddUser onDone={dialog.close} />}</Modal>
    </>
  )
}

function AddUser({ onDone }: { onDone: () => void }) {
  const add = useAddUser()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [admin, setAdmin] = useState(false)
  const onSubmit = (event: React.FormEvent) => {
    event.preventDefault()
    add.mutate({ name: name.trim(), password, admin }, {
      onSuccess: (user) => {
        notifications.show({ message: `${user.name} can log in now.` })
        onDone()
      },
    })
  }
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        <TextInput label="Name" value={name} onChange={(event) => { setName(event.currentTarget.value) }} autoComplete="off" autoCapitalize="none" required withAsterisk={false} data-autofocus />
        <PasswordInput label="Password" value={password} onChange={(event) => { setPassword(event.currentTarget.value) }} autoComplete="new-password" required withAsterisk={false} />
        <Checkbox label="Administrator" description="May add users and see everything" checked={admin} onChange={(event) => { setAdmin(event.currentTarget.checked) }} />
        <Problem error={add.error} />
        <Group justify="flex-end"><Button type="submit" loading={add.isPending}>Add</Button></Group>
      </Stack>
    </form>
  )
}
