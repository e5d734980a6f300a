import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, body } from './client'

export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: async ({ signal }) => body(await api.GET('/tokens', { signal })).tokens,
})

export function useCreateToken() {
  const client = useQueryClient()
  return useMutation({
    // The secret lives in this mutation's result alone, never in a cached query.
    mutationFn: async (wish: { note: string; scopes?: string[]; expires_in?: number }) => body(await api.POST('/tokens', { body: wish })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['tokens'] }),
    gcTime: 0,
  })
}

export function useRevokeToken() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (id: string) => { await api.DELETE('/tokens/{token_id}', { params: { path: { token_id: id } } }) },
    onSuccess: () => client.invalidateQueries({ queryKey: ['tokens'] }),
  })
}
