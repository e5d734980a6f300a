// A stand-in for the server, to look at the page without it: serves dist/ and sample answers. A developer's tool, no part of the product.
//   node dev/mock-server.mjs [PORT]        DIST: another build to serve; cookie mock=new: a user with nothing; mock=many: 10,000 dags; mock=setup: nobody yet; mock=none: not logged in
import { createServer } from 'node:http'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { adminAnswer, auditPage } from './sample-people.mjs'
import { changed, diffOf } from './sample-diff.mjs'
import { DAGS, HIDDEN_DAGS, MANY_DAGS, attemptDetail, logOf, notebookOf, runDetail, instances } from './sample-data.mjs'

const DIST = process.env.DIST ?? fileURLToPath(new URL('../dist/', import.meta.url))
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json' }
const PAGE_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; frame-src 'self' blob: data:; frame-ancestors 'self'; base-uri 'none'; object-src 'none'"
const FRAME_POLICY = "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; media-src data: blob:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"

let server = { user: 'ana', name: '', state: 'stopped', progress: 0, display_name: '', message: null, url: null, started_at: null, last_activity: null, stops_at: null, stops_after: null, can_keep: true, visits: [] }
const FAILED = 'The server used more memory than it may and was ended before it was ready. Load less data at once, or ask for a larger limit; then start it again. Its last lines:\n[I ServerApp] Extension loaded\nKilled'
const PROFILES = [
  { slug: 'small', display_name: 'Small', description: '1 CPU and 1 GB, for a look at things.', is_default: true, options: [] },
  { slug: 'large', display_name: 'Large data', description: '4 CPUs; the machine is shared, so stop it when you are done.', is_default: false, options: [{ name: 'memory', display_name: 'Memory', choices: [{ slug: 'four', display_name: '4 GB', is_default: true }, { slug: 'eight', display_name: '8 GB', is_default: false }], unlisted: { display_name: 'Another size', pattern: '[0-9]+G' } }] },
]
const named = [{ ...server, name: 'training', display_name: 'Training on the big machine', state: 'stopped', message: 'Stopped after 60 min idle' }]
let live = 6
const streams = new Set()
const tell = (event) => { for (const response of streams) response.write(`event: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`) }

function startServer() {
  server = { ...server, state: 'starting', progress: 5, message: 'Making the sandbox', started_at: new Date().toISOString() }
  const steps = [[35, 'Starting jupyterhub-singleuser'], [70, 'Waiting for JupyterLab to answer'], [100, null]]
  const next = () => {
    const step = steps.shift()
    if (step === undefined) return
    server = step[0] === 100 ? { ...server, state: 'ready', progress: 100, message: null, url: '/user/ana/', stops_at: new Date(Date.now() + 36e5).toISOString(), stops_after: '60 min idle', can_keep: true, visits: [{ name: 'ben', at: new Date(Date.now() - 12e4).toISOString() }] } : { ...server, progress: step[0], message: step[1] }
    tell({ kind: 'server', name: '' })
    setTimeout(next, 700)
  }
  setTimeout(next, 700)
}

const hoursAgo = (n) => new Date(Date.now() - n * 36e5).toISOString()
const NO_KEYS = { name: '', email: '', ssh: null, gpg: null, signs: null }
const KEYS = {
  name: 'Ana Bell', email: 'ana@example.org', signs: 'gpg',
  ssh: { fingerprint: 'SHA256:bCMXLB1FdiqVyVHXOH72Xmrj6Sx0+SvJkTJFpheaAxM', public_key: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJX7s6RIvpZ ana@example.org' },
  gpg: { fingerprint: 'A927986992314531E27CDE25A0FAC3F0D265D803', public_key: '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDMEawbTqBYJKw\n-----END PGP PUBLIC KEY BLOCK-----' },
}
const SESSIONS = [
  { id: 's1', current: true, address: '192.0.2.17', agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', provider: null, created_at: hoursAgo(30), last_seen_at: hoursAgo(0), expires_at: hoursAgo(-336) },
  { id: 's2', current: false, address: '198.51.100.4', agent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1', provider: 'company', created_at: hoursAgo(200), last_seen_at: hoursAgo(21), expires_at: hoursAgo(-300) },
]
const scopes = ['self', 'servers', 'read:dags', 'write:dags', 'write:runs', 'admin:users']
const ENVIRONMENTS = { old: { name: 'default', state: 'ready', digest: '4be1a7c2', step: 'ready', done: 118, total: 118, message: null }, fresh: { name: 'default', state: 'building', digest: '4be1a7c2', step: 'Downloading pandas 2.3.3', done: 41, total: 118, message: null } }

function findRun(dagId, runId) {
  const entry = [...DAGS, ...HIDDEN_DAGS].find((one) => one.dag.dag_id === dagId)
  const run = entry?.runs.find((one) => one.run_id === runId)
  return run === undefined ? undefined : runDetail(run, entry.dag.tasks)
}

const problem = (status, title, detail) => ({ status, body: { type: `urn:orrery:${status}`, title, status, detail } })
const ok = (body, status = 200) => ({ status, body })

function backfills(entry, id, method) {
  const day = (n) => new Date(Date.UTC(2026, 9, n)).toISOString()
  const states = ['success', 'success', 'failed', 'success', 'running', 'running', null, null, null, null]
  const runs = states.map((state, i) => ({ logical_date: day(1 + i), data_interval_start: day(1 + i), data_interval_end: day(2 + i), run_id: `backfill__${day(2 + i)}`, action: i === 3 ? 'rerun' : 'create', reason: i === 3 ? 'its run exists: failed' : null, state, parameters: i === 3 ? null : { extract: { region: 'eu', until: day(1 + i).slice(0, 10) }, forecast: { days: 7 } } }))
  const one = { backfill_id: 'b1', dag_id: entry.dag.dag_id, from: day(1), to: day(10), order: 'oldest', max_active: 2, existing: 'failed', stop_after_failures: null, parameters: {}, state: 'running', created_by: 'ana', created_at: new Date(Date.now() - 6e5).toISOString(), ended_at: null, total: 10, active: 2, ended: 4, failed: 1, seconds_left: 190 }
  const old = { ...one, backfill_id: 'b0', from: '2026-08-01T00:00:00Z', to: '2026-08-31T00:00:00Z', state: 'completed', total: 31, active: 0, ended: 31, failed: 0, seconds_left: null }
  if (method === 'POST') return ok({ runs })
  return ok(id === undefined ? { backfills: entry.dag.dag_id === 'weather' ? [] : [one, old] } : { ...one, runs })
}

function versions(dag, commit) {
  const older = '0'.repeat(39) + '1'
  if (commit === undefined) return ok({ versions: [{ commit: dag.commit, author: 'ana', message: 'The forecast takes holidays into account', at: dag.deployed_at }, { commit: older, author: 'ben', message: 'First version', at: '2026-10-01T08:00:00Z' }] })
  const yaml = `${commit === older ? '' : '# Holidays are taken into account.\n'}dag_id: ${dag.dag_id}\nowner: ${dag.owner}\nschedule: "${dag.schedule}"\ntasks:\n${dag.tasks.map((task) => `  - task_id: ${task.task_id}\n    notebook: ${task.notebook}\n`).join('')}`
  const source = notebookOf({ state: 'success' }, 0)
  const old = commit === older
  const whole = old ? { ...source, cells: source.cells.filter((cell, i) => i !== 3).map((cell, i) => (i === 2 ? { ...cell, source: `# by hand\n${cell.source}` } : cell)) } : source
  const text = JSON.stringify(whole)
  return ok({ commit, files: [{ path: 'dag.yml', size: yaml.length, text: yaml }, ...dag.tasks.map((task) => ({ path: task.notebook, size: text.length, text })), { path: 'logo.png', size: 48_213, text: null }] })
}

const DECLARED = [
  { name: 'region', kind: 'text', type: 'str', default_text: "'eu'", help: 'as in the warehouse' }, { name: 'days', kind: 'integer', type: 'int', default_text: '7', help: 'how far to look ahead' },
  { name: 'quantile', kind: 'number', type: 'float', default_text: '0.9', help: '' }, { name: 'feasts', kind: 'boolean', type: null, default_text: 'True', help: 'takes them into account' },
]

function listDags(all, query) {
  const words = (query.get('q') ?? '').toLowerCase().split(/\s+/)
  const last = (dag) => dag.recent_runs.at(-1)
  const fits = all.filter((dag) => words.every((word) => [dag.dag_id, dag.owner, dag.description ?? '', ...dag.tags].join(' ').toLowerCase().includes(word))
    && (!query.has('owner') || dag.owner === query.get('owner')) && (!query.has('tag') || dag.tags.includes(query.get('tag'))) && (!query.has('ids') || query.get('ids').split(',').includes(dag.dag_id)))
  const found = fits.filter((dag) => (!query.has('state') || last(dag)?.state === query.get('state')) && (!query.has('paused') || String(dag.paused) === query.get('paused')))
  const sort = query.get('sort') ?? ''
  const down = sort.startsWith('-')
  const value = { owner: (dag) => dag.owner, next_run: (dag) => dag.next_run_at, last_run: (dag) => last(dag)?.run_after, dag_id: (dag) => dag.dag_id }[sort.replace('-', '')]
  if (value !== undefined) found.sort((a, b) => (value(a) == null ? 1 : value(b) == null ? -1 : (value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : 0) * (down ? -1 : 1)))
  const from = Number(query.get('offset') ?? 0)
  const states = {}
  for (const dag of fits) if (last(dag) !== undefined) states[last(dag).state] = (states[last(dag).state] ?? 0) + 1
  return {
    dags: found.slice(from, from + Number(query.get('limit') ?? 1e9)), total: found.length, counts: { all: fits.length, paused: fits.filter((dag) => dag.paused).length, states },
    owners: [...new Set(all.map((dag) => dag.owner))].sort(), tags: [...new Set(all.flatMap((dag) => dag.tags))].sort(),
  }
}

function answer(method, parts, query, mock) {
  const [resource, a, b, c, d, e, f, g, h] = parts
  const dags = mock === 'new' ? [] : mock === 'many' ? MANY_DAGS : DAGS
  if (resource === 'setup') return method === 'GET' ? ok({ needed: mock === 'setup' }) : ok({ name: 'ana', admin: true, scopes }, 201)
  if (resource === 'login' && method === 'GET') return ok({ passwords: true, providers: [{ id: 'company', title: 'Company account', path: '/hub/oauth_login?provider=company' }, { id: 'github', title: 'GitHub', path: '/hub/oauth_login?provider=github' }], logout_url: null })
  if (resource === 'login') return ok({ name: 'ana', admin: true, scopes })
  if (resource === 'logout') return { status: 204 }
  if (resource === 'invite') return a === 'look' ? ok({ name: 'dora', expires_at: new Date(Date.now() + 6e8).toISOString() }) : ok({ name: 'dora', admin: false, scopes, has_password: true })
  if (mock === 'none' || mock === 'setup') return problem(401, 'Not logged in', 'Log in to go on.')
  if (resource === 'me') return ok({ name: mock === 'new' ? 'dora' : 'ana', admin: mock !== 'new', scopes, has_password: true })
  if (resource === 'environments') return ok({ environments: [mock === 'new' ? ENVIRONMENTS.fresh : ENVIRONMENTS.old] })
  if (resource === 'profiles') return ok({ profiles: mock === 'new' ? [] : PROFILES, last: { profile: 'large', memory: 'eight' } })
  if (resource === 'servers' && a === undefined) return ok({ servers: [server, ...named] })
  if (resource === 'servers' && a === 'fail') { server = { ...server, state: 'failed', progress: 100, message: FAILED }; return ok(server, 202) }
  if (resource === 'servers' && b === 'keep') { server = { ...server, stops_at: new Date(Date.now() + 8 * 36e5).toISOString() }; return ok(server) }
  if (resource === 'servers' && b === 'log') return ok('[I 2026-11-24 09:00:00 ServerApp] jupyterlab is loading', 200)
  if (resource === 'servers' && method === 'POST') { startServer(); return ok(server, 202) }
  if (resource === 'servers' && method === 'DELETE') { server = { ...server, state: 'stopped', url: null, started_at: null }; return ok(server, 202) }
  if (resource === 'sessions') return method === 'DELETE' ? { status: 204 } : ok({ sessions: SESSIONS })
  if (resource === 'home') return ok({ used_bytes: mock === 'new' ? 2 ** 33 * 1.05 : 2 ** 33 * 0.85, quota_bytes: 2 ** 33, measured_at: new Date().toISOString(), state: mock === 'new' ? 'over' : 'near' })
  if (resource === 'keys') return ok(mock === 'new' && method === 'GET' ? NO_KEYS : KEYS)
  if (resource === 'password') return { status: 204 }
  if (resource === 'admin') return adminAnswer(method, [a, b, c, d, e], query, mock)
  if (resource === 'audit') return ok(auditPage(query))
  if (resource === 'users' && b === 'invite') return ok({ path: '/invite?token=sample-not-a-secret', expires_at: new Date(Date.now() + 6e8).toISOString() }, 201)
  if (resource === 'users') return ok({ name: 'eva', admin: false, has_password: false, created_at: new Date().toISOString() }, 201)
  if (resource === 'tokens') return method === 'POST' ? ok({ id: 't2', token: 'orr_sample_not_a_secret', scopes }, 201) : method === 'DELETE' ? { status: 204 } : ok({ tokens: [{ id: 't1', note: 'nightly export', scopes: ['read:dags'], created_at: new Date(Date.now() - 4e8).toISOString(), expires_at: new Date(Date.now() + 4e9).toISOString() }] })
  if (resource === 'dags' && a === undefined) return ok(listDags(dags.map((one) => one.dag), query))
  const entry = [...dags, ...HIDDEN_DAGS].find((one) => one.dag.dag_id === a)
  if (entry === undefined) return problem(404, 'No such dag', `There is no dag "${a}". The list of dags has all that you may see.`)
  if (b === undefined) return ok(entry.dag)
  if (b === 'clear' || b === 'mark') return ok({ tasks: [{ run_id: 'r', task_id: 'extract', map_index: -1, state: 'success' }, { run_id: 'r', task_id: 'report', map_index: -1, state: 'failed' }] })
  if (b === 'backfills') return backfills(entry, c, method)
  if (b === 'versions' && d === 'parameters') return ok({ parameters: entry.dag.dag_id === 'weather' ? [] : DECLARED.map((one) => ({ ...one, notebooks: [entry.dag.tasks[0].notebook] })) })
  if (b === 'versions' && d === 'changes') return ok({ files: changed(entry.dag) })
  if (b === 'versions' && d === 'diff') return ok(diffOf(query.get('path'), Number(query.get('context') ?? 3)))
  if (b === 'versions') return versions(entry.dag, c)
  if (c === undefined && method === 'POST') return ok(entry.runs[0], 201)
  if (c === undefined) {
    const limit = Number(query.get('limit') ?? 25)
    const listed = (run) => (query.get('include') === 'tasks' ? { ...run, tasks: runDetail(run, entry.dag.tasks).tasks.map(({ task_id, state, attempts, started_at, ended_at }) => ({ task_id, state, attempts: attempts.length, started_at, ended_at })) } : run)
    return ok({ runs: entry.runs.slice(0, limit).map(listed), has_more: entry.runs.length > limit })
  }
  const run = findRun(a, c)
  if (run === undefined) return problem(404, 'No such run', `The dag "${a}" has no run "${c}".`)
  if (d === undefined || d === 'cancel' || f === 'retry') return ok(run, method === 'POST' ? 202 : 200)
  if (f === 'instances') return ok(instances(entry.runs.find((one) => one.run_id === c), entry.dag.tasks.find((one) => one.task_id === e), query.get('state'), Number(query.get('limit') ?? 100), Number(query.get('offset') ?? 0)))
  const attempt = run.tasks.find((one) => one.task_id === e)?.attempts.find((one) => one.attempt === Number(g))
  if (attempt === undefined) return problem(404, 'No such attempt', `The task "${e}" has no attempt ${g}.`)
  if (h === 'log') { const all = logOf(attempt); const from = Number(query.get('offset') ?? 0); return ok({ text: all.slice(from), next_offset: all.length, complete: attempt.state !== 'running' }) }
  if (h === 'notebook') return ok(notebookOf(attempt, live))
  return ok(attemptDetail(attempt, live))
}

function patch(parts, body) {
  const entry = DAGS.find((one) => one.dag.dag_id === parts[1])
  if (entry !== undefined) entry.dag.paused = JSON.parse(body).paused
}

async function bodyOf(request) {
  const pieces = []
  for await (const piece of request) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

async function page(path, response) {
  const wanted = normalize(path).replace(/^\/+/, '')
  // A run id has dots too, so only what is really there is a file; every other address is one of the page's own.
  const name = wanted !== '' && existsSync(join(DIST, wanted)) ? wanted : wanted.startsWith('assets/') ? 'none' : 'index.html'
  try {
    const content = await readFile(join(DIST, name))
    response.writeHead(200, { 'content-type': TYPES[extname(name)] ?? 'application/octet-stream', 'content-security-policy': name === 'output-frame.html' ? FRAME_POLICY : PAGE_POLICY, 'x-content-type-options': 'nosniff' })
    response.end(content)
  } catch {
    response.writeHead(404).end()
  }
}

const listener = createServer(async (request, response) => {
  const url = new URL(request.url ?? '/', 'http://mock')
  if (!url.pathname.startsWith('/api/v1/')) { await page(url.pathname, response); return }
  const mock = /mock=(\w+)/.exec(request.headers.cookie ?? '')?.[1]
  if (url.pathname === '/api/v1/events') {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    response.write(': hello\n\n')
    streams.add(response)
    request.on('close', () => streams.delete(response))
    return
  }
  const parts = url.pathname.slice('/api/v1/'.length).split('/').map(decodeURIComponent)
  const sent = await bodyOf(request)
  if (request.method === 'PATCH') patch(parts, sent)
  const { status, body } = answer(request.method, parts, url.searchParams, mock)
  response.writeHead(status, { 'content-type': status >= 400 ? 'application/problem+json' : 'application/json' })
  response.end(body === undefined ? undefined : JSON.stringify(body))
})
listener.listen(Number(process.argv[2] ?? 8099), '127.0.0.1', () => { console.log(`mock server is up at port ${listener.address().port}`) })

setInterval(() => {
  live = { 3: 5, 5: 6, 6: 8, 8: 9, 9: 10 }[live] ?? 3
  const run = DAGS[0].runs[0]
  tell({ kind: 'attempt', dag_id: run.dag_id, run_id: run.run_id, task_id: 'forecast', attempt: 1 })
}, 6000).unref()
