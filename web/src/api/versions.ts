import { queryOptions } from '@tanstack/react-query'
import { api, body, type Schemas } from './client'

/** The commits that changed a dag, the newest first. */
export const versionsQuery = (dagId: string) => queryOptions({
  queryKey: ['dag', dagId, 'versions'],
  queryFn: async ({ signal }) => body(await api.GET('/dags/{dag_id}/versions', { signal, params: { path: { dag_id: dagId } } })).versions,
})

/** A dag's files at a commit, which never change. */
export const versionQuery = (dagId: string, commit: string) => queryOptions({
  queryKey: ['version', dagId, commit],
  queryFn: async ({ signal }) => body(await api.GET('/dags/{dag_id}/versions/{commit}', { signal, params: { path: { dag_id: dagId, commit } } })).files,
  staleTime: Infinity,
})

export type DeclaredParameter = Schemas['DeclaredParameter']

/** What the notebooks of a version declare, which never changes. */
export const declaredQuery = (dagId: string, commit: string) => queryOptions({
  queryKey: ['declared', dagId, commit],
  queryFn: async ({ signal }) => body(await api.GET('/dags/{dag_id}/versions/{commit}/parameters', { signal, params: { path: { dag_id: dagId, commit } } })).parameters,
  staleTime: Infinity,
  retry: false,
})

/** Which files are not as they were in another version, which never changes. */
export const changesQuery = (dagId: string, from: string, commit: string) => queryOptions({
  queryKey: ['changes', dagId, from, commit],
  queryFn: async ({ signal }) => body(await api.GET('/dags/{dag_id}/versions/{commit}/changes', { signal, params: { path: { dag_id: dagId, commit }, query: { from } } })).files,
  staleTime: Infinity,
})

/** What differs in one file, with so many unchanged lines around each change. */
export const diffQuery = (dagId: string, from: string, commit: string, path: string, context: number) => queryOptions({
  queryKey: ['diff', dagId, from, commit, path, context],
  queryFn: async ({ signal }) => body(await api.GET('/dags/{dag_id}/versions/{commit}/diff', { signal, params: { path: { dag_id: dagId, commit }, query: { from, path, context } } })),
  staleTime: Infinity,
})
