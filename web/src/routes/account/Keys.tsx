import { Anchor, Button, CopyButton, Group, Paper, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { IconCheck, IconCopy, IconExternalLink } from '@tabler/icons-react'
import { useState } from 'react'
import { keysQuery, useMakeKeys, type Keys as HomeKeys, type PublicKey } from '../../api/keys'
import { Problem } from '../../parts/Problem'
import { ACTIONS } from '../../words'

/** Who the reader is to git, and the public keys of the home: what the README notebook does, as a form. */
export function Keys() {
  const { data: keys, error, refetch } = useQuery(keysQuery)
  return (
    <section aria-labelledby="keys">
      <Title order={2} id="keys" mb={6}>Git and keys</Title>
      <Text size="sm" c="var(--page-quiet)" mb="sm" maw={640}>For commits from your JupyterLab. The private halves stay in your home folder; what is there is kept.</Text>
      <Problem error={error} retry={() => { void refetch() }} />
      {keys === undefined && error === null && <Skeleton h={140} maw={900} mb="xl" />}
      {keys !== undefined && (
        <Paper withBorder maw={900} mb="xl" p="md">
          <Stack gap="md">
            <Who keys={keys} />
            {keys.ssh !== null && <KeyBox title="SSH key" text="To clone and push" value={keys.ssh} url="https://github.com/settings/ssh/new" />}
            {keys.gpg !== null && <KeyBox title="GPG key" text="For commits that are marked verified" value={keys.gpg} url="https://github.com/settings/gpg/new" />}
            {keys.ssh !== null && <Text size="sm">{keys.signs === null ? 'Commits are not signed. Save once more to have them signed.' : `Commits are signed with the ${keys.signs.toUpperCase()} key${keys.signs === 'ssh' ? '; add it to GitHub as a signing key, too' : ''}.`}</Text>}
          </Stack>
        </Paper>
      )}
    </section>
  )
}

function Who({ keys }: { keys: HomeKeys }) {
  const make = useMakeKeys()
  const [name, setName] = useState(keys.name)
  const [email, setEmail] = useState(keys.email)
  const isNew = keys.ssh === null
  const onSubmit = (event: React.FormEvent) => {
    event.preventDefault()
    make.mutate({ name, email }, { onSuccess: () => { notifications.show({ message: isNew ? 'Your keys are made. Now add them to GitHub.' : 'Saved.' }) } })
  }
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        <Group align="flex-end" gap="sm">
          <TextInput label="Your name" placeholder="Ana Bell" value={name} onChange={(event) => { setName(event.currentTarget.value) }} autoComplete="name" required withAsterisk={false} flex="1 1 200px" />
          <TextInput label="E-mail on GitHub" placeholder="ana@example.org" type="email" value={email} onChange={(event) => { setEmail(event.currentTarget.value) }} autoComplete="email" required withAsterisk={false} flex="1 1 240px" />
          <Button type="submit" variant={isNew ? 'filled' : 'default'} loading={make.isPending}>{isNew ? ACTIONS.makeKeys : 'Save'}</Button>
        </Group>
        <Problem error={make.error} />
      </Stack>
    </form>
  )
}

function KeyBox({ title, text, value, url }: { title: string; text: string; value: PublicKey; url: string }) {
  return (
    <div>
      <Group justify="space-between" gap="xs" mb={4}>
        <Text size="sm"><b>{title}</b> <Text span c="var(--page-quiet)">{text}</Text></Text>
        <Group gap="xs">
          <CopyButton value={value.public_key}>
            {({ copied, copy }) => <Button size="xs" variant="default" leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />} onClick={copy} aria-label={`Copy ${title}`}>{copied ? 'Copied' : 'Copy'}</Button>}
          </CopyButton>
          <Anchor size="sm" href={url} target="_blank" rel="noopener noreferrer">Add to GitHub <IconExternalLink size={13} /></Anchor>
        </Group>
      </Group>
      <Text component="code" size="xs" ff="monospace" c="var(--page-quiet)" style={{ overflowWrap: 'anywhere' }}>{value.fingerprint}</Text>
    </div>
  )
}
