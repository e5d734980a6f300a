import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, body, type ListedRun, type RunDetail, type Task } from './client'
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

/** How many instances of a task are asked for at a time. */
export const INSTANCES_PAGE = 100

/** A page of a task's instances, from 0; of those in one state, or of all. Its key begins as the run's does, so that a change of the run makes it stale. */
export const instancesQuery = (run: RunDetail, taskId: string, state: Task['state'] | null, page: number) => queryOptions({
  queryKey: ['run', run.dag_id, run.run_id, 'instances', taskId, state, page],
  queryFn: async ({ signal }) => body(await api.GET('/dags/{dag_id}/runs/{run_id}/tasks/{task_id}/instances', {
    signal, params: { path: { dag_id: run.dag_id, run_id: run.run_id, task_id: taskId }, query: { limit: INSTANCES_PAGE, offset: page * INSTANCES_PAGE, ...(state === null ? {} : { state }) } },
  })),
  refetchInterval: pollWhile<{ instances: Task[] }>(() => isActive(run.state)),
})

/** One instance of a task. */
export const instanceQuery = (dagId: string, runId: string, taskId: string, mapIndex: number) => queryOptions({
  queryKey: ['run', dagId, runId, 'instance', taskId, mapIndex],
  queryFn: async ({ signal }): Promise<Task | null> => {
    // They are numbered without gaps, so that an index is an offset.
    const { instances } = body(await api.GET('/dags/{dag_id}/runs/{run_id}/tasks/{task_id}/instances', {
      signal, params: { path: { dag_id: dagId, run_id: runId, task_id: taskId }, query: { limit: 1, offset: mapIndex } },
    }))
    return instances[0] ?? null
  },
  refetchInterval: pollWhile<Task | null>((task) => task !== null && (isActive(task.state) || task.state === 'none')),
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
    mutationFn: async (task: Pick<Task, 'task_id' | 'map_index'>) =>
      body(await api.POST('/dags/{dag_id}/runs/{run_id}/tasks/{task_id}/retry', { params: { path: { dag_id: dagId, run_id: runId, task_id: task.task_id }, query: { map_index: task.map_index } } })),
    onSuccess: changed,
  })
}
