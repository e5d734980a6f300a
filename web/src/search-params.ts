import { AUDIT_RESULTS, type AuditResult } from './api/audit'
import { PERSON_ORDERS, PERSON_STATES, type PersonSort, type PersonState } from './api/people'
import { REACHES, type Reach } from './routes/dag/reach'
import { COUNTED, type CountedState } from './routes/run/instances-model'

/** What a page shows stands in its address; here each page's part after "?" is read, and nonsense in it dropped. */
type Raw = Record<string, unknown>

const TABS = { dag: ['grid', 'graph', 'calendar', 'backfills', 'code', 'details'], attempt: ['output', 'log', 'parameters', 'resources'] } as const
export type DagTab = (typeof TABS.dag)[number]
export type AttemptTab = (typeof TABS.attempt)[number]
export const LAST_STATES = ['failed', 'running', 'success', 'queued', 'cancelled'] as const
export type LastState = (typeof LAST_STATES)[number]

export const setupSearch = (raw: Raw): { token?: string } => ({ token: text(raw.token) })
export const inviteSearch = setupSearch
export const loginSearch = (raw: Raw): { next?: string; problem?: string } => ({ next: text(raw.next), problem: text(raw.problem) })
export const homeSearch = (raw: Raw): { start?: boolean } => ({ start: raw.start === true || raw.start === 1 || raw.start === '1' || undefined })
export const runSearch = (raw: Raw): { open?: string; state?: CountedState } => ({
  open: text(raw.open),
  state: text(raw.open) === undefined ? undefined : COUNTED.find((state) => state === raw.state),
})

export const DAG_ORDERS = ['dag_id', 'owner', 'next_run', 'last_run'] as const
export type DagOrder = (typeof DAG_ORDERS)[number]
export interface DagsSearch { q?: string; state?: LastState; paused?: boolean; owner?: string; tag?: string; starred?: boolean; sort?: DagOrder | `-${DagOrder}`; page?: number }
export const dagsSearch = (raw: Raw): DagsSearch => ({
  q: text(raw.q),
  state: LAST_STATES.find((state) => state === raw.state),
  paused: typeof raw.paused === 'boolean' ? raw.paused : undefined,
  owner: text(raw.owner),
  tag: text(raw.tag),
  starred: raw.starred === true ? true : undefined,
  sort: DAG_ORDERS.flatMap((order) => [order, `-${order}` as const]).find((sort) => sort === raw.sort),
  page: whole(raw.page),
})

export interface DagSearch { tab?: DagTab; run?: string; runs?: number; task?: string; reach?: Reach; folded?: string; backfill?: string; commit?: string; against?: string; file?: string }
export const dagSearch = (raw: Raw): DagSearch => ({
  tab: TABS.dag.find((tab) => tab === raw.tab),
  run: text(raw.run),
  task: text(raw.task),
  reach: REACHES.find((reach) => reach === raw.reach),
  folded: text(raw.folded),
  backfill: text(raw.backfill),
  commit: commitIn(raw.commit),
  against: commitIn(raw.against),
  file: text(raw.file),
  runs: typeof raw.runs === 'number' && raw.runs > 0 && raw.runs <= 500 ? Math.floor(raw.runs) : undefined,
})

export const USERS_TABS = ['people', 'groups', 'roles', 'audit'] as const
export type UsersTab = (typeof USERS_TABS)[number]
export interface UsersSearch { tab?: UsersTab; q?: string; state?: PersonState; group?: string; sort?: PersonSort; user?: string; actor?: string; result?: AuditResult; from?: string; to?: string }
export const usersSearch = (raw: Raw): UsersSearch => ({
  tab: USERS_TABS.find((tab) => tab === raw.tab),
  q: text(raw.q),
  state: PERSON_STATES.find((state) => state === raw.state),
  group: text(raw.group),
  sort: PERSON_ORDERS.flatMap((order) => [order, `-${order}` as const]).find((sort) => sort === raw.sort),
  user: text(raw.user),
  actor: text(raw.actor),
  result: AUDIT_RESULTS.find((result) => result === raw.result),
  from: day(raw.from),
  to: day(raw.to),
})

export interface AttemptSearch { attempt?: number; map_index?: number; tab?: AttemptTab; find?: string; line?: number; code?: false }
export const attemptSearch = (raw: Raw): AttemptSearch => ({
  attempt: whole(raw.attempt),
  map_index: typeof raw.map_index === 'number' && Number.isInteger(raw.map_index) && raw.map_index >= 0 ? raw.map_index : undefined,
  tab: TABS.attempt.find((tab) => tab === raw.tab),
  code: raw.code === false ? false : undefined,
  find: text(raw.find),
  line: whole(raw.line),
})

/**
 * Where to go after logging in: a path of this server or home, never another site. Paths below /user, /hub, /git and /api belong
 * to the server and need a full load.
 */
export function safeNext(next: string | undefined, origin: string): { path: string; fullLoad: boolean } {
  const home = { path: '/', fullLoad: false }
  if (next === undefined || !next.startsWith('/')) return home
  try {
    const url = new URL(next, origin)
    if (url.origin !== new URL(origin).origin || url.pathname.startsWith('//')) return home
    if (url.pathname === '/login' || url.pathname === '/setup') return home
    return { path: url.pathname + url.search + url.hash, fullLoad: /^\/(user|hub|git|api)(\/|$)/.test(url.pathname) }
  } catch {
    return home
  }
}

function commitIn(value: unknown): string | undefined {
  return typeof value === 'string' && /^[0-9a-f]{40}$/.test(value) ? value : undefined
}

/** A day as a form field has it. */
function day(value: unknown): string | undefined {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined
}

/** A number from 1 on. */
function whole(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined
}

// The router reads "?q=7" as a number and "?run=true" as a boolean.
function text(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}
