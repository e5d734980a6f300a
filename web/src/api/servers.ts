import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, body, type Server } from './client'
import { pollWhile } from './events'

const moving = (server: Server) => server.state === 'starting' || server.state === 'stopping'

export const serversQuery = queryOptions({
  queryKey: ['servers'],
  queryFn: async ({ signal }) => body(await api.GET('/servers', { signal })).servers,
  refetchInterval: pollWhile<Server[]>((servers) => servers.some(moving)),
})

export const serverLogQuery = queryOptions({
  queryKey: ['servers', 'log'],
  queryFn: async ({ signal }) => body(await api.GET('/servers/default/log', { signal, parseAs: 'text' })) as string,
})

function useServerChange(change: () => Promise<Server>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: (server) => {
      client.setQueryData(serversQuery.queryKey, (servers) => servers?.map((one) => (one.name === server.name ? server : one)))
      void client.invalidateQueries({ queryKey: ['servers'] })
    },
  })
}

export const useStartServer = () => useServerChange(async () => body(await api.POST('/servers/default')))
export const useStopServer = () => useServerChange(async () => body(await api.DELETE('/servers/default')))
