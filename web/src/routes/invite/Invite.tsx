import { Alert, Anchor, Button, PasswordInput, Skeleton, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { inviteQuery, useAcceptInvite } from '../../api/invites'
import { Problem } from '../../parts/Problem'
import { ACTIONS } from '../../words'
import { Gate } from '../login/Gate'

/** Where an invite link leads: its user sets a password, once, and is in. */
export function Invite() {
  const { token } = useSearch({ from: '/invite' })
  if (token === undefined) return <Refused text="The address has no invite in it. Open the whole link that you were sent." />
  return <WithToken token={token} />
}

function WithToken({ token }: { token: string }) {
  const { data: invite, error } = useQuery(inviteQuery(token))
  const accept = useAcceptInvite()
  const navigate = useNavigate()
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const differs = again !== '' && again !== password
  if (error !== null) return <Refused text={error.message} />
  if (invite === undefined) return <Gate title="Welcome to Orrery"><Skeleton h={160} /></Gate>
  const onSubmit = (event: React.FormEvent) => {
    event.preventDefault()
    if (again !== password) return
    // The used link leaves the history with this.
    accept.mutate({ token, password }, { onSuccess: () => { void navigate({ to: '/', replace: true }) } })
  }
  return (
    <Gate title="Welcome to Orrery" under="Choose a password. The link that brought you here works once.">
      <form onSubmit={onSubmit}>
        <Stack gap="sm">
          <TextInput label="Name" value={invite.name} readOnly autoComplete="username" />
          <PasswordInput label="Password" description="At least 8 characters." value={password} onChange={(event) => { setPassword(event.currentTarget.value) }} autoComplete="new-password" autoFocus required withAsterisk={false} />
          <PasswordInput label="Password again" value={again} onChange={(event) => { setAgain(event.currentTarget.value) }} autoComplete="new-password" required withAsterisk={false} error={differs ? 'Not the same as above.' : undefined} />
          <Problem error={accept.error} />
          <Button type="submit" size="sm" fullWidth loading={accept.isPending} disabled={differs}>{ACTIONS.setPassword}</Button>
        </Stack>
      </form>
    </Gate>
  )
}

function Refused({ text }: { text: string }) {
  return (
    <Gate title="This link does not work">
      <Stack gap="sm">
        <Alert variant="light">{text}</Alert>
        <Anchor component={Link} to="/login">{ACTIONS.logIn}</Anchor>
      </Stack>
    </Gate>
  )
}
