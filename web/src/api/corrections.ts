import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, body, type Schemas } from './client'

export type Correction =
  | { readonly what: 'clear'; readonly body: Schemas['TaskChoice'] }
  | { readonly what: 'mark'; readonly body: Schemas['TaskChoice'] & { state: Schemas['MarkState'] } }

async function ask(dagId: string, correction: Correction, dryRun: boolean, signal?: AbortSignal) {
  const params = { path: { dag_id: dagId } }
  const answer = correction.what === 'clear'
    ? await api.POST('/dags/{dag_id}/clear', { signal, params, body: { ...correction.body, dry_run: dryRun } })
    : await api.POST('/dags/{dag_id}/mark', { signal, params, body: { ...correction.body, dry_run: dryRun } })
  return body(answer).tasks
}

/** Which tasks a correction would change. */
export const affectedQuery = (dagId: string, correction: Correction) => queryOptions({
  queryKey: ['correction', dagId, correction],
  queryFn: async ({ signal }) => ask(dagId, correction, true, signal),
  staleTime: 0,
  retry: false,
})

export function useCorrectTasks(dagId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (correction: Correction) => ask(dagId, correction, false),
    onSuccess: () => {
      for (const key of ['run', 'runs', 'dag', 'attempt', 'correction']) void client.invalidateQueries({ queryKey: [key, dagId] })
    },
  })
}
