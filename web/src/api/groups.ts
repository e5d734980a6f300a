import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, body } from './client'

export const groupsQuery = queryOptions({
  queryKey: ['groups'],
  queryFn: async ({ signal }) => body(await api.GET('/admin/groups', { signal })).groups,
})

export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: async ({ signal }) => body(await api.GET('/admin/roles', { signal })),
})

export type GroupChange =
  | { readonly kind: 'add' | 'delete'; readonly group: string }
  | { readonly kind: 'join' | 'leave'; readonly group: string; readonly name: string }

async function send(change: GroupChange): Promise<unknown> {
  const { group } = change
  switch (change.kind) {
    case 'add': return body(await api.PUT('/admin/groups/{group}', { params: { path: { group } } }))
    case 'delete': return api.DELETE('/admin/groups/{group}', { params: { path: { group } } })
    case 'join': return body(await api.PUT('/admin/groups/{group}/members/{name}', { params: { path: { group, name: change.name } } }))
    case 'leave': return body(await api.DELETE('/admin/groups/{group}/members/{name}', { params: { path: { group, name: change.name } } }))
  }
}

export function useGroupChange() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (change: GroupChange) => { await send(change) },
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: ['groups'] }), client.invalidateQueries({ queryKey: ['people'] })]),
  })
}
