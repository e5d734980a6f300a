import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, body, type Schemas } from './client'

export type Session = Schemas['Session']

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: async ({ signal }) => body(await api.GET('/sessions', { signal })).sessions,
})

export function useEndSession() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (id: string) => { await api.DELETE('/sessions/{session_id}', { params: { path: { session_id: id } } }) },
    onSuccess: () => client.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  })
}

export function useLogOutEverywhere() {
  return useMutation({
    mutationFn: async (tokens: boolean) => { await api.DELETE('/sessions', { params: { query: { tokens } } }) },
    onSuccess: () => { window.location.assign('/login') },
  })
}

export function useChangePassword() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (passwords: { old_password: string; password: string }) => { await api.PUT('/password', { body: passwords }) },
    onSuccess: () => client.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  })
}
