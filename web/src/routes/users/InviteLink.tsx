import { Alert, Button, Skeleton, Stack, Text } from '@mantine/core'
import { useInvite } from '../../api/invites'
import { Command } from '../../parts/Command'
import { Problem } from '../../parts/Problem'
import { Time } from '../../parts/Time'

/** Makes a one-time link for a user, on demand, since an older link ends with it. */
export function InviteLink({ name }: { name: string }) {
  const invite = useInvite()
  if (invite.data !== undefined) {
    return (
      <Stack gap="sm">
        <Alert color="yellow" variant="light">Copy the link now and send it to {name}. It is not shown again, and works once.</Alert>
        <Command text={window.location.origin + invite.data.path} label="Copy link" />
        <Text size="sm" c="var(--page-quiet)">Good until <Time iso={invite.data.expires_at} both />.</Text>
      </Stack>
    )
  }
  return (
    <Stack gap="sm">
      <Text size="sm">With the link {name} sets a password and is logged in. An older link, if there is one, ends now.</Text>
      <Problem error={invite.error} />
      {invite.isPending ? <Skeleton h={36} /> : <Button onClick={() => { invite.mutate(name) }} data-autofocus>Make a link</Button>}
    </Stack>
  )
}
