import { Alert, Button, Divider, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Navigate, useRouter, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { ApiProblem } from '../../api/client'
import { loginWaysQuery, setupQuery, useLogin } from '../../api/session'
import { Problem } from '../../parts/Problem'
import { safeNext } from '../../search-params'
import { ACTIONS } from '../../words'
import { Gate } from './Gate'
import { problemWords, providerHref } from './problems'

export function Login() {
  const { next, problem } = useSearch({ from: '/login' })
  const { data: setup } = useQuery(setupQuery)
  const { data: ways } = useQuery(loginWaysQuery)
  const to = safeNext(next, window.location.origin)
  const words = problemWords(problem)
  if (setup?.needed === true) return <Navigate to="/setup" replace />
  const passwords = ways?.passwords ?? true
  return (
    <Gate title="Log in to Orrery">
      <Stack gap="sm">
        {words !== undefined && <Alert color="red" variant="light" role="alert">{words}</Alert>}
        {ways?.providers.map((one) => (
          <Button key={one.id} component="a" href={providerHref(one.path, to.path)} variant="default" size="sm" fullWidth>Log in with {one.title}</Button>
        ))}
        {passwords && (ways?.providers.length ?? 0) > 0 && <Divider label="or with a password" />}
        {passwords && <Password to={to} />}
      </Stack>
    </Gate>
  )
}

function Password({ to }: { to: ReturnType<typeof safeNext> }) {
  const login = useLogin()
  const router = useRouter()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const onSubmit = (event: React.FormEvent) => {
    event.preventDefault()
    login.mutate({ name: name.trim(), password }, {
      onSuccess: () => {
        if (to.fullLoad) window.location.assign(to.path)
        else router.history.push(to.path)
      },
    })
  }
  const refused = login.error instanceof ApiProblem && login.error.status === 401
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        <TextInput label="Name" value={name} onChange={(event) => { setName(event.currentTarget.value) }} autoComplete="username" autoFocus required withAsterisk={false} autoCapitalize="none" />
        <PasswordInput label="Password" value={password} onChange={(event) => { setPassword(event.currentTarget.value) }} autoComplete="current-password" required withAsterisk={false} error={refused ? login.error?.message : undefined} />
        {!refused && <Problem error={login.error} />}
        <Button type="submit" size="sm" fullWidth loading={login.isPending}>{ACTIONS.logIn}</Button>
      </Stack>
    </form>
  )
}
