import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, body, type Schemas } from './client'

export type Keys = Schemas['Keys']
export type PublicKey = Schemas['PublicKey']

/** A program looks into the home for it, so that it is asked once and not at each focus. */
export const keysQuery = queryOptions({
  queryKey: ['keys'],
  queryFn: async ({ signal }) => body(await api.GET('/keys', { signal })),
  staleTime: Infinity,
  retry: false,
})

export function useMakeKeys() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (who: { name: string; email: string }) => body(await api.PUT('/keys', { body: who })),
    onSuccess: (keys) => { client.setQueryData(keysQuery.queryKey, keys) },
  })
}
