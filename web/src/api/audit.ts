import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import { api, body, type Schemas } from './client'

export type AuditEntry = Schemas['AuditEntry']
export type AuditResult = Schemas['AuditResult']
export const AUDIT_RESULTS = ['done', 'refused', 'failed'] as const satisfies readonly AuditResult[]
export interface AuditFilter { readonly q?: string; readonly actor?: string; readonly object?: string; readonly result?: AuditResult; readonly from?: string; readonly to?: string }

export const auditQuery = (filter: AuditFilter) => infiniteQueryOptions({
  queryKey: ['audit', filter],
  queryFn: async ({ signal, pageParam }) => body(await api.GET('/audit', { params: { query: { ...filter, limit: 100, cursor: pageParam } }, signal })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
  placeholderData: keepPreviousData,
})
