import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, body, type Schemas } from './client'

export type Me = Schemas['Me']

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }) => body(await api.GET('/me', { signal })),
  staleTime: 5 * 60_000,
  retry: false,
})

export const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: async ({ signal }) => body(await api.GET('/setup', { signal })),
  retry: false,
})

export const loginWaysQuery = queryOptions({
  queryKey: ['login-ways'],
  queryFn: async ({ signal }) => body(await api.GET('/login', { signal })),
  staleTime: 0,
})

/** After a change of user nothing that was seen before may stay. */
export function useEnter() {
  const client = useQueryClient()
  return (me: Me) => {
    client.clear()
    client.setQueryData(meQuery.queryKey, me)
  }
}

export function useLogin() {
  const enter = useEnter()
  return useMutation({
    mutationFn: async (credentials: { name: string; password: string }) => body(await api.POST('/login', { body: credentials })),
    onSuccess: enter,
  })
}

export function useCompleteSetup() {
  const enter = useEnter()
  return useMutation({
    mutationFn: async (answers: { token: string; name: string; password: string }) => body(await api.POST('/setup', { body: answers })),
    onSuccess: enter,
  })
}

export function useLogout() {
  return useMutation({
    mutationFn: async () => {
      // Asked before: whoever is logged out has no provider any more.
      const ways = await api.GET('/login').catch(() => undefined)
      await api.POST('/logout')
      return ways?.data?.logout_url ?? '/login'
    },
    // A full load drops every cached answer with the page itself.
    onSuccess: (to) => { window.location.assign(to) },
  })
}
