import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, body, type Schemas } from './client'
import { pollWhile } from './events'

export type Backfill = Schemas['Backfill']
export type BackfillRequest = Schemas['BackfillRequest']
export type BackfillPreview = Schemas['BackfillPreview']

export const isOpen = (backfill: Backfill): boolean => backfill.state === 'running' || backfill.state === 'paused'

/** A dag's backfills, the newest first. The key begins as the dag's own, so that an event of the dag renews it. */
export const backfillsQuery = (dagId: string) => queryOptions({
  queryKey: ['dag', dagId, 'backfills'],
  queryFn: async ({ signal }) => body(await api.GET('/dags/{dag_id}/backfills', { signal, params: { path: { dag_id: dagId } } })).backfills,
  refetchInterval: pollWhile<Backfill[]>((backfills) => backfills.some(isOpen)),
})

export const backfillQuery = (dagId: string, backfillId: string) => queryOptions({
  queryKey: ['dag', dagId, 'backfills', backfillId],
  queryFn: async ({ signal }) => body(await api.GET('/dags/{dag_id}/backfills/{backfill_id}', { signal, params: { path: { dag_id: dagId, backfill_id: backfillId } } })),
  refetchInterval: pollWhile<Backfill>(isOpen),
})

/** What a backfill would do; asked again whenever the request changes. */
export const previewQuery = (dagId: string, request: BackfillRequest | null) => queryOptions({
  queryKey: ['backfill-preview', dagId, request],
  enabled: request !== null,
  retry: false,
  queryFn: async ({ signal }): Promise<BackfillPreview[]> => {
    const answer = body(await api.POST('/dags/{dag_id}/backfills', { signal, params: { path: { dag_id: dagId } }, body: { ...(request as BackfillRequest), dry_run: true } }))
    return 'runs' in answer ? answer.runs : []
  },
  placeholderData: keepPreviousData,
})

function useChanged(dagId: string) {
  const client = useQueryClient()
  return () => {
    void client.invalidateQueries({ queryKey: ['dag', dagId] })
    void client.invalidateQueries({ queryKey: ['runs', dagId] })
  }
}

export function useStartBackfill(dagId: string) {
  const changed = useChanged(dagId)
  return useMutation({
    mutationFn: async (request: BackfillRequest) => body(await api.POST('/dags/{dag_id}/backfills', { params: { path: { dag_id: dagId } }, body: request })) as Backfill,
    onSuccess: changed,
  })
}

export function useChangeBackfill(dagId: string, backfillId: string) {
  const changed = useChanged(dagId)
  const path = { dag_id: dagId, backfill_id: backfillId }
  return useMutation({
    mutationFn: async (to: 'pause' | 'resume' | 'cancel') => (to === 'cancel'
      ? body(await api.POST('/dags/{dag_id}/backfills/{backfill_id}/cancel', { params: { path } }))
      : body(await api.PATCH('/dags/{dag_id}/backfills/{backfill_id}', { params: { path }, body: { paused: to === 'pause' } }))),
    onSuccess: changed,
  })
}
