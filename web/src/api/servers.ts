import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, body, type Server } from './client'
import { pollWhile } from './events'

const moving = (server: Server) => server.state === 'starting' || server.state === 'stopping'

export const serversQuery = queryOptions({
  queryKey: ['servers'],
  queryFn: async ({ signal }) => body(await api.GET('/servers', { signal })).servers,
  refetchInterval: pollWhile<Server[]>((servers) => servers.some(moving)),
})

/** In addresses the server without a name is called so. */
const inPath = (name: string) => ({ path: { server: name === '' ? 'default' : name } })

export const serverLogQuery = (name: string) => queryOptions({
  queryKey: ['servers', 'log', name],
  queryFn: async ({ signal }) => body(await api.GET('/servers/{server}/log', { params: inPath(name), signal, parseAs: 'text' })) as string,
})

function useServerChange<T = void>(change: (input: T) => Promise<Server>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: (server) => {
      client.setQueryData(serversQuery.queryKey, (servers) => servers?.map((one) => (one.name === server.name ? server : one)))
      void client.invalidateQueries({ queryKey: ['servers'] })
    },
  })
}

export const useStartServer = (name: string) => useServerChange(async () => body(await api.POST('/servers/{server}', { params: inPath(name) })))
export const useStopServer = (name: string) => useServerChange(async () => body(await api.DELETE('/servers/{server}', { params: inPath(name) })))
export const useForgetServer = (name: string) => useServerChange(async () => body(await api.DELETE('/servers/{server}', { params: { ...inPath(name), query: { remove: 'yes' } } })))
export const useKeepServer = (name: string) => useServerChange(async (hours: number) => body(await api.POST('/servers/{server}/keep', { params: inPath(name), body: { hours } })))
export const useNameServer = () => useServerChange(async ({ name, nickname }: { name: string; nickname: string }) => body(await api.PATCH('/servers/{server}', { params: inPath(name), body: { display_name: nickname } })))
