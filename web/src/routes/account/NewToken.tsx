import { Alert, Button, Checkbox, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useCreateToken } from '../../api/tokens'
import { Command } from '../../parts/Command'
import { Problem } from '../../parts/Problem'
import { ACTIONS } from '../../words'

const DAY = 86_400
const LASTS = [{ value: '7', label: '7 days' }, { value: '30', label: '30 days' }, { value: '90', label: '90 days' }, { value: '365', label: 'one year' }]

export function NewToken({ opened, onClose, scopes }: { opened: boolean; onClose: () => void; scopes: readonly string[] }) {
  return <Modal opened={opened} onClose={onClose} title={<Text fw={600}>{ACTIONS.createToken}</Text>}>{opened && <Form scopes={scopes} onClose={onClose} />}</Modal>
}

function Form({ scopes, onClose }: { scopes: readonly string[]; onClose: () => void }) {
  const create = useCreateToken()
  const [note, setNote] = useState('')
  const [chosen, setChosen] = useState<string[]>([...scopes])
  const [days, setDays] = useState('90')
  if (create.data !== undefined) {
    return (
      <Stack gap="sm">
        <Alert color="yellow" variant="light">Copy the token now. It is not shown again.</Alert>
        <Command text={create.data.token} label="Copy token" />
        <Group justify="flex-end"><Button onClick={onClose}>Done</Button></Group>
      </Stack>
    )
  }
  const onSubmit = (event: React.FormEvent) => {
    event.preventDefault()
    create.mutate({ note: note.trim(), scopes: chosen, expires_in: Number(days) * DAY })
  }
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        <TextInput label="Note" placeholder="what it is for" value={note} onChange={(event) => { setNote(event.currentTarget.value) }} required withAsterisk={false} data-autofocus />
        <Checkbox.Group label="Scopes" value={chosen} onChange={setChosen}>
          <Group gap="sm" mt={6}>{scopes.map((scope) => <Checkbox key={scope} size="xs" value={scope} label={scope} />)}</Group>
        </Checkbox.Group>
        <Select label="Good for" data={LASTS} value={days} onChange={(value) => { setDays(value ?? '90') }} allowDeselect={false} />
        <Problem error={create.error} />
        <Group justify="flex-end"><Button type="submit" loading={create.isPending} disabled={chosen.length === 0}>Create</Button></Group>
      </Stack>
    </form>
  )
}
