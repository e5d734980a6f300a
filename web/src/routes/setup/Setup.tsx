import { Alert, Anchor, Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { setupQuery, useCompleteSetup } from '../../api/session'
import { Problem } from '../../parts/Problem'
import { ACTIONS } from '../../words'
import { Gate } from '../login/Gate'

export function Setup() {
  const { token } = useSearch({ from: '/setup' })
  const { data: setup, error } = useQuery(setupQuery)
  const complete = useCompleteSetup()
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const onSubmit = (event: React.FormEvent) => {
    event.preventDefault()
    complete.mutate({ token: token ?? '', name: name.trim(), password }, {
      // The used link leaves the history with this.
      onSuccess: () => { void navigate({ to: '/', replace: true }) },
    })
  }
  if (setup?.needed === false) {
    return <Gate title="Orrery is set up already" under="The one-time link was used. Ask an administrator for a user of your own."><Anchor component={Link} to="/login">{ACTIONS.logIn}</Anchor></Gate>
  }
  if (token === undefined) {
    return (
      <Gate title="Set up Orrery">
        <Alert variant="light">Open the one-time link that <code>orrery up</code> printed in the terminal. It makes the first administrator; there is no default password.</Alert>
      </Gate>
    )
  }
  return (
    <Gate title="Set up Orrery" under="Choose a name and a password for the first administrator.">
      <form onSubmit={onSubmit}>
        <Stack gap="sm">
          <TextInput label="Name" description="Lower-case letters and digits; it names your home too." value={name} onChange={(event) => { setName(event.currentTarget.value) }} autoComplete="username" autoFocus required withAsterisk={false} autoCapitalize="none" />
          <PasswordInput label="Password" value={password} onChange={(event) => { setPassword(event.currentTarget.value) }} autoComplete="new-password" required withAsterisk={false} />
          <Problem error={complete.error ?? error} />
          <Button type="submit" size="sm" fullWidth loading={complete.isPending}>{ACTIONS.createAdministrator}</Button>
        </Stack>
      </form>
    </Gate>
  )
}
