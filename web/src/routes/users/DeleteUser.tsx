import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import { useDeleteUser } from '../../api/people'
import { ACTIONS } from '../../words'
import { told } from './told'

/** Asks for the name: a user cannot be brought back with the same rights, though the home folder stays. */
export function DeleteUser({ name, onGone }: { name: string; onGone: () => void }) {
  const remove = useDeleteUser()
  const [asking, ask] = useDisclosure(false)
  const [typed, setTyped] = useState('')
  if (!asking) return <Button variant="subtle" color="red" onClick={ask.open} style={{ alignSelf: 'flex-start' }}>{ACTIONS.deleteUser}</Button>
  const onSubmit = (event: React.FormEvent) => {
    event.preventDefault()
    const message = told(`${name} is deleted.`)
    remove.mutate(name, { ...message, onSuccess: () => { message.onSuccess(); onGone() } })
  }
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="xs">
        <Text size="sm">The servers of {name} stop, sessions and tokens end. The home folder stays on the disk.</Text>
        <TextInput label={`Type ${name} to delete`} value={typed} onChange={(event) => { setTyped(event.currentTarget.value) }} autoComplete="off" autoCapitalize="none" data-autofocus />
        <Group gap="xs"><Button type="submit" color="red" disabled={typed !== name} loading={remove.isPending}>{ACTIONS.deleteUser}</Button><Button variant="default" onClick={ask.close}>Keep</Button></Group>
      </Stack>
    </form>
  )
}
