import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, body, type Environment } from './client'
import { pollWhile } from './events'

export const environmentsQuery = queryOptions({
  queryKey: ['environments'],
  queryFn: async ({ signal }) => body(await api.GET('/environments', { signal })).environments,
  refetchInterval: pollWhile<Environment[]>((all) => all.some((one) => one.state === 'building' || one.state === 'missing')),
})

export function useRebuildEnvironment() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (name: string) => { await api.POST('/environments/{name}/rebuild', { params: { path: { name } } }) },
    onSuccess: () => client.invalidateQueries({ queryKey: ['environments'] }),
  })
}
