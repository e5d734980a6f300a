import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, body, type Schemas } from './client'

export type Person = Schemas['Person']
export type PersonServer = Schemas['PersonServer']
export const PERSON_STATES = ['active', 'ready', 'inactive', 'admin'] as const
export type PersonState = (typeof PERSON_STATES)[number]
export const PERSON_ORDERS = ['name', 'last_activity', 'created_at'] as const
export type PersonOrder = (typeof PERSON_ORDERS)[number]
export type PersonSort = PersonOrder | `-${PersonOrder}`
export interface PeopleFilter { readonly q?: string; readonly state?: PersonState; readonly group?: string; readonly sort?: PersonSort }

const PAGE = 200
const KEY = ['people']

export const peopleQuery = (filter: PeopleFilter) => infiniteQueryOptions({
  queryKey: [...KEY, 'list', filter],
  queryFn: async ({ signal, pageParam }) => body(await api.GET('/admin/users', { params: { query: { ...filter, limit: PAGE, cursor: pageParam } }, signal })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
  placeholderData: keepPreviousData,
})

/** One user by the whole name; null where there is none. */
export const personQuery = (name: string) => queryOptions({
  queryKey: [...KEY, 'one', name],
  queryFn: async ({ signal }) => body(await api.GET('/admin/users', { params: { query: { q: name, limit: 500 } }, signal })).users.find((one) => one.name === name) ?? null,
})

export const tokensOfQuery = (name: string) => queryOptions({
  queryKey: [...KEY, 'tokens', name],
  queryFn: async ({ signal }) => body(await api.GET('/admin/users/{name}/tokens', { params: { path: { name } }, signal })).tokens,
})

/** A change of one user; the list is asked again when it is done. */
function usePersonChange<T>(change: (wish: T) => Promise<unknown>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: async (wish: T) => { await change(wish) }, onSettled: () => client.invalidateQueries({ queryKey: KEY }) })
}

export const useServerOf = () => usePersonChange(async ({ name, server, to }: { name: string; server: string; to: 'start' | 'stop' }) => {
  const params = { params: { path: { name, server: server === '' ? 'default' : server } } }
  return body(await (to === 'start' ? api.POST('/admin/users/{name}/servers/{server}', params) : api.DELETE('/admin/users/{name}/servers/{server}', params)))
})
export const useSetAdmin = () => usePersonChange(async ({ name, admin }: { name: string; admin: boolean }) => body(await api.PATCH('/admin/users/{name}', { params: { path: { name } }, body: { admin } })))
export const useDeleteUser = () => usePersonChange((name: string) => api.DELETE('/admin/users/{name}', { params: { path: { name } } }))
export const useLogOutUser = () => usePersonChange((name: string) => api.DELETE('/admin/users/{name}/sessions', { params: { path: { name } } }))
export const useWithdrawInvite = () => usePersonChange((name: string) => api.DELETE('/admin/users/{name}/invite', { params: { path: { name } } }))
export const useRevokeTokenOf = () => usePersonChange(({ name, id }: { name: string; id: string }) => api.DELETE('/admin/users/{name}/tokens/{token_id}', { params: { path: { name, token_id: id } } }))
