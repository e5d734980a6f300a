import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, body, type Dag, type Schemas } from './client'
import { pollWhile } from './events'
import type { paths } from './schema'
import { isActive } from '../state-table'

export type DagList = Schemas['DagList']
/** What a list of dags is asked for, as the API's query has it. */
export type DagsFilter = NonNullable<paths['/dags']['get']['parameters']['query']>

const moving = (dag: Dag) => dag.recent_runs.some((run) => isActive(run.state))

export const dagsQuery = (filter: DagsFilter) => queryOptions({
  queryKey: ['dags', filter],
  queryFn: async ({ signal }) => body(await api.GET('/dags', { signal, params: { query: filter } })),
  refetchInterval: pollWhile<DagList>(({ dags }) => dags.some(moving)),
  placeholderData: keepPreviousData,
})

export const dagQuery = (dagId: string) => queryOptions({
  queryKey: ['dag', dagId],
  queryFn: async ({ signal }) => body(await api.GET('/dags/{dag_id}', { signal, params: { path: { dag_id: dagId } } })),
  refetchInterval: pollWhile<Dag>(moving),
})

export function useSetPaused() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ dagId, paused, reason }: { dagId: string; paused: boolean; reason?: string }) =>
      body(await api.PATCH('/dags/{dag_id}', { params: { path: { dag_id: dagId } }, body: { paused, ...(reason === undefined ? {} : { reason }) } })),
    onMutate: ({ dagId, paused }) => {
      // The switch moves at once; the answer or the next read corrects it.
      client.setQueriesData<DagList>({ queryKey: ['dags'] }, (list) => (list === undefined ? list : { ...list, dags: list.dags.map((dag) => (dag.dag_id === dagId ? { ...dag, paused } : dag)) }))
      client.setQueryData(dagQuery(dagId).queryKey, (dag) => (dag === undefined ? dag : { ...dag, paused }))
    },
    onSettled: (_data, _error, { dagId }) => {
      void client.invalidateQueries({ queryKey: ['dags'] })
      void client.invalidateQueries({ queryKey: ['dag', dagId] })
    },
  })
}

export function useTriggerRun(dagId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (parameters: Record<string, unknown>) =>
      body(await api.POST('/dags/{dag_id}/runs', { params: { path: { dag_id: dagId } }, body: { parameters } })),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['dags'] })
      void client.invalidateQueries({ queryKey: ['dag', dagId] })
      void client.invalidateQueries({ queryKey: ['runs', dagId] })
    },
  })
}
