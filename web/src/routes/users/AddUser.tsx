import { Button, Checkbox, Group, PasswordInput, Stack, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { useAddUser } from '../../api/users'
import { Problem } from '../../parts/Problem'

/** @param onDone the user who still needs a link to set a password; null where there is one */
export function AddUser({ onDone }: { onDone: (withoutPassword: string | null) => void }) {
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
