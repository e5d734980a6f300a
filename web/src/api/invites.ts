import { queryOptions, useMutation } from '@tanstack/react-query'
import { api, body } from './client'
import { useEnter } from './session'

export const inviteQuery = (token: string) => queryOptions({
  queryKey: ['invite', token],
  queryFn: async ({ signal }) => body(await api.POST('/invite/look', { body: { token }, signal })),
  retry: false,
  staleTime: Infinity,
})

export function useAcceptInvite() {
  const enter = useEnter()
  return useMutation({
    mutationFn: async (answers: { token: string; password: string }) => body(await api.POST('/invite', { body: answers })),
    onSuccess: enter,
  })
}

/** Makes a link for a user; the answer is the address to send on. */
export function useInvite() {
  return useMutation({
    mutationFn: async (name: string) => body(await api.POST('/users/{name}/invite', { params: { path: { name } }, body: {} })),
  })
}
