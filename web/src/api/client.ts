import createClient, { type Middleware } from 'openapi-fetch'
import type { components, paths } from './schema'

export type Schemas = components['schemas']
export type Dag = Schemas['Dag']
export type DagDetail = Schemas['DagDetail']
export type Run = Schemas['Run']
export type ListedRun = Schemas['ListedRun']
export type TaskSummary = Schemas['TaskSummary']
export type RunDetail = Schemas['RunDetail']
export type Task = Schemas['Task']
export type Attempt = Schemas['Attempt']
export type AttemptDetail = Schemas['AttemptDetail']
export type AttemptError = Schemas['AttemptError']
export type CellProgress = Schemas['CellProgress']
export type Server = Schemas['Server']
export type Profile = Schemas['Profile']
export type ServerOptions = Schemas['ServerOptions']
export type Environment = Schemas['Environment']
export type Finding = Schemas['Finding']

/** An answer of the API that was not a success (RFC 9457), or no answer at all (status 0). */
export class ApiProblem extends Error {
  readonly status: number
  readonly title: string
  readonly problems: readonly Finding[]

  constructor(status: number, title: string, detail: string, problems: readonly Finding[] = []) {
    super(detail)
    this.name = 'ApiProblem'
    this.status = status
    this.title = title
    this.problems = problems
  }
}

/** Reads a problem out of a failed answer, whether or not it carries problem+json. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const text = await response.text()
  try {
    const body = JSON.parse(text) as Partial<Schemas['Problem']>
    return new ApiProblem(response.status, body.title ?? 'The request failed', body.detail ?? response.statusText, body.problems)
  } catch {
    return new ApiProblem(response.status, 'The request failed', `The server answered with status ${response.status}. Try again in a moment.`)
  }
}

const throwing: Middleware = {
  async onResponse({ response }) {
    if (!response.ok) throw await problemOf(response)
    return undefined
  },
  onError({ error }) {
    if (error instanceof ApiProblem) return error
    return new ApiProblem(0, 'The server cannot be reached', 'No answer from the server. The page goes on by itself when it is back.')
  },
}

export const api = createClient<paths>({ baseUrl: '/api/v1', credentials: 'same-origin' })
api.use(throwing)

/** The body of an answer that the API's description says has one. */
export function body<T>(result: { data?: T }): T {
  if (result.data === undefined) throw new ApiProblem(0, 'An empty answer', 'The server sent no content where some was expected. Reload the page.')
  return result.data
}
