import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Navigate, useRouter, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { ApiProblem } from '../../api/client'
import { setupQuery, useLogin } from '../../api/session'
import { Problem } from '../../parts/Problem'
import { safeNext } from '../../search-params'
import { ACTIONS } from '../../words'
import { Gate } from './Gate'

export function Login() {
  const { next } = useSearch({ from: '/login' })
  const { data: setup } = useQuery(setupQuery)
  const login = useLogin()
  const router = useRouter()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const onSubmit = (event: React.FormEvent) => {
    event.preventDefault()
    login.mutate({ name: name.trim(), password }, {
      onSuccess: () => {
        const to = safeNext(next, window.location.origin)
        if (to.fullLoad) window.location.assign(to.path)
        else router.history.push(to.path)
      },
    })
  }
  const refused = login.error instanceof ApiProblem && login.error.status === 401
  if (setup?.needed === true) return <Navigate to="/setup" replace />
  return (
    <Gate title="Log in to Orrery">
      <form onSubmit={onSubmit}>
        <Stack gap="sm">
          <TextInput label="Name" value={name} onChange={(event) => { setName(event.currentTarget.value) }} autoComplete="username" autoFocus required withAsterisk={false} autoCapitalize="none" />
          <PasswordInput label="Password" value={password} onChange={(event) => { setPassword(event.currentTarget.value) }} autoComplete="current-password" required withAsterisk={false} error={refused ? login.error?.message : undefined} />
          {!refused && <Problem error={login.error} />}
          <Button type="submit" size="sm" fullWidth loading={login.isPending}>{ACTIONS.logIn}</Button>
        </Stack>
      </form>
    </Gate>
  )
}
