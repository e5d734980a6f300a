import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { IconLock } from '@tabler/icons-react'
import { useState } from 'react'
import { useChangePassword } from '../../api/account'
import { Problem } from '../../parts/Problem'
import { ACTIONS } from '../../words'

/** The button that changes one's own password, and its dialog. */
export function Password() {
  const [opened, dialog] = useDisclosure(false)
  return (
    <>
      <Button variant="default" leftSection={<IconLock size={15} />} onClick={dialog.open}>{ACTIONS.changePassword}</Button>
      <Modal opened={opened} onClose={dialog.close} title={<Text fw={600}>{ACTIONS.changePassword}</Text>}>{opened && <Form onDone={dialog.close} />}</Modal>
    </>
  )
}

function Form({ onDone }: { onDone: () => void }) {
  const change = useChangePassword()
  const [old, setOld] = useState('')
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const differs = again !== '' && again !== password
  const onSubmit = (event: React.FormEvent) => {
    event.preventDefault()
    if (again !== password) return
    change.mutate({ old_password: old, password }, {
      onSuccess: () => {
        notifications.show({ message: 'Your password is changed. Your other browsers are logged out.' })
        onDone()
      },
    })
  }
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        <PasswordInput label="Present password" value={old} onChange={(event) => { setOld(event.currentTarget.value) }} autoComplete="current-password" required withAsterisk={false} data-autofocus />
        <PasswordInput label="New password" description="At least 8 characters." value={password} onChange={(event) => { setPassword(event.currentTarget.value) }} autoComplete="new-password" required withAsterisk={false} />
        <PasswordInput label="New password again" value={again} onChange={(event) => { setAgain(event.currentTarget.value) }} autoComplete="new-password" required withAsterisk={false} error={differs ? 'Not the same as above.' : undefined} />
        <Problem error={change.error} />
        <Group justify="flex-end"><Button type="submit" loading={change.isPending} disabled={differs}>Change</Button></Group>
      </Stack>
    </form>
  )
}
