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
    mutationFn: async () => { await api.POST('/logout') },
    // A full load drops every cached answer with the page itself.
    onSuccess: () => { window.location.assign('/login') },
  })
}
