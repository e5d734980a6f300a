import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, body } from './client'

export function useAddUser() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (user: { name: string; password?: string; admin: boolean }) => body(await api.POST('/users', { body: user })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['people'] }),
  })
}
