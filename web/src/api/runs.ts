import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, body, type ListedRun, type RunDetail } from './client'
import { pollWhile } from './events'
import { isActive } from '../state-table'

export interface RunPage { readonly runs: ListedRun[]; readonly has_more: boolean }

/** The newest runs of a dag, newest first, at most 200; with the tasks of each where they are asked for. */
export const runsQuery = (dagId: string, limit = 25, include?: 'tasks') => queryOptions({
  queryKey: ['runs', dagId, limit, include],
  queryFn: async ({ signal }): Promise<RunPage> => body(await api.GET('/dags/{dag_id}/runs', { signal, params: { path: { dag_id: dagId }, query: { limit, include } } })),
  refetchInterval: pollWhile<RunPage>(({ runs }) => runs.some((run) => isActive(run.state))),
  placeholderData: (previous: RunPage | undefined) => previous,
})

export const runQuery = (dagId: string, runId: string) => queryOptions({
  queryKey: ['run', dagId, runId],
  queryFn: async ({ signal }) => body(await api.GET('/dags/{dag_id}/runs/{run_id}', { signal, params: { path: { dag_id: dagId, run_id: runId } } })),
  refetchInterval: pollWhile<RunDetail>((run) => isActive(run.state)),
  // A run that ended changes only when somebody retries it, and then an event says so.
  staleTime: ({ state }) => (state.data !== undefined && !isActive(state.data.state) ? 5 * 60_000 : 0),
})

function useRunChanged(dagId: string, runId: string) {
  const client = useQueryClient()
  return (run: RunDetail | undefined) => {
    if (run !== undefined) client.setQueryData(runQuery(dagId, runId).queryKey, run)
    void client.invalidateQueries({ queryKey: ['run', dagId, runId] })
    void client.invalidateQueries({ queryKey: ['attempt', dagId, runId] })
    void client.invalidateQueries({ queryKey: ['runs', dagId] })
    void client.invalidateQueries({ queryKey: ['dags'] })
  }
}

export function useCancelRun(dagId: string, runId: string) {
  const changed = useRunChanged(dagId, runId)
  return useMutation({
    mutationFn: async () => body(await api.POST('/dags/{dag_id}/runs/{run_id}/cancel', { params: { path: { dag_id: dagId, run_id: runId } } })),
    onSuccess: changed,
  })
}

export function useRetryTask(dagId: string, runId: string) {
  const changed = useRunChanged(dagId, runId)
  return useMutation({
    mutationFn: async (taskId: string) =>
      body(await api.POST('/dags/{dag_id}/runs/{run_id}/tasks/{task_id}/retry', { params: { path: { dag_id: dagId, run_id: runId, task_id: taskId } } })),
    onSuccess: changed,
  })
}
