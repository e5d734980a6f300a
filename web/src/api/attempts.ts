import { queryOptions, type QueryClient } from '@tanstack/react-query'
import { api, body, type AttemptDetail } from './client'
import { pollWhile } from './events'
import { isActive } from '../state-table'
import { parseNotebook } from '../notebook/model'

export interface AttemptKey { readonly dagId: string; readonly runId: string; readonly taskId: string; readonly attempt: number; /** of an instance */ readonly mapIndex?: number }
export interface Log { readonly text: string; readonly next: number; readonly complete: boolean }

const LOG_POLL = 2_000
const OUTPUT_POLL = 2_500
/** A log longer than this is shown from its end; the file itself stays whole. In characters. */
const LOG_KEPT = 4_000_000

const path = (key: AttemptKey) => ({ dag_id: key.dagId, run_id: key.runId, task_id: key.taskId, attempt: key.attempt })
/** As events name it: an instance with its index in brackets. */
const keyOf = (key: AttemptKey) => ['attempt', key.dagId, key.runId, key.mapIndex === undefined ? key.taskId : `${key.taskId}[${key.mapIndex}]`, key.attempt] as const
const which = (key: AttemptKey) => (key.mapIndex === undefined ? {} : { map_index: key.mapIndex })

export const attemptQuery = (key: AttemptKey) => queryOptions({
  queryKey: [...keyOf(key), 'detail'],
  queryFn: async ({ signal }) =>
    body(await api.GET('/dags/{dag_id}/runs/{run_id}/tasks/{task_id}/attempts/{attempt}', { signal, params: { path: path(key), query: which(key) } })),
  refetchInterval: pollWhile<AttemptDetail>((attempt) => isActive(attempt.state)),
})

export const notebookQuery = (key: AttemptKey, active: boolean) => queryOptions({
  queryKey: [...keyOf(key), 'notebook'],
  queryFn: async ({ signal }) => {
    const result = await api.GET('/dags/{dag_id}/runs/{run_id}/tasks/{task_id}/attempts/{attempt}/notebook', {
      signal, params: { path: path(key), query: which(key) }, parseAs: 'text',
    })
    return parseNotebook(body(result) as string)
  },
  // What a cell prints while it runs is saved every two seconds or so, and no event tells of it.
  refetchInterval: active ? OUTPUT_POLL : false,
})

/** The log so far; each fetch reads on from where the last one ended. */
export const logQuery = (key: AttemptKey, client: QueryClient) => queryOptions({
  queryKey: [...keyOf(key), 'log'],
  queryFn: async ({ signal }): Promise<Log> => {
    let log = client.getQueryData<Log>([...keyOf(key), 'log']) ?? { text: '', next: 0, complete: false }
    while (!log.complete) {
      const part = body(await api.GET('/dags/{dag_id}/runs/{run_id}/tasks/{task_id}/attempts/{attempt}/log', {
        signal, params: { path: path(key), query: { offset: log.next, ...which(key) } },
      }))
      log = { text: (log.text + part.text).slice(-LOG_KEPT), next: part.next_offset, complete: part.complete }
      if (part.text === '') break
    }
    return log
  },
  refetchInterval: (query) => (query.state.data?.complete === false ? LOG_POLL : false),
})

/** Address from which the output notebook is saved as a file. */
export function downloadUrl(key: AttemptKey): string {
  const part = encodeURIComponent
  return `/api/v1/dags/${part(key.dagId)}/runs/${part(key.runId)}/tasks/${part(key.taskId)}/attempts/${key.attempt}/notebook?download=true${key.mapIndex === undefined ? '' : `&map_index=${key.mapIndex}`}`
}
