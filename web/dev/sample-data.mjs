// Sample answers for the mock server: a developer's tool, no part of the product.
import { TRACEBACK, broken, growing, report } from './sample-notebooks.mjs'

const MIN = 60_000
const DAY = 1440 * MIN
const now = Date.now()
const at = (ms) => new Date(ms).toISOString()
const COMMITS = ['3f9c1e7ab2d64c0f8e5a9b7d1c2e3f4a5b6c7d8e', '8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1f0a9b']

const GROUPED = ['north', 'south'].flatMap((group) => ['load', 'clean', 'check'].map((name, i, all) => ({ task_id: `${group}.${name}`, group, notebook: `${name}.ipynb`, after: i === 0 ? ['begin'] : [`${group}.${all[i - 1]}`] })))
const TWO_GROUPS = [{ task_id: 'begin', notebook: 'begin.ipynb', after: [] }, ...GROUPED, { task_id: 'report', notebook: 'report.ipynb', after: ['north.check', 'south.check'] }]
const FAN = [
  { task_id: 'extract', notebook: 'extract.ipynb', after: [] },
  { task_id: 'forecast', notebook: 'forecast.ipynb', after: ['extract'] },
  { task_id: 'suppliers', notebook: 'suppliers.ipynb', after: ['extract'] },
  { task_id: 'report', notebook: 'report.ipynb', after: ['forecast', 'suppliers'] },
]
const MANY = Array.from({ length: 500 }, (_, i) => ({ task_id: `shard_${String(i).padStart(3, '0')}`, notebook: 'shard.ipynb', after: i % 10 === 0 ? [] : [`shard_${String(i - 1).padStart(3, '0')}`] }))
const HUNDRED = MANY.slice(0, 100)
const CITIES = [{ task_id: 'list_cities', notebook: 'list.ipynb', after: [] }, { task_id: 'load', notebook: 'load.ipynb', after: ['list_cities'], instances: 1000 }, { task_id: 'report', notebook: 'report.ipynb', after: ['load'] }]
const ONE = [{ task_id: 'notebook', notebook: 'notebook.ipynb', after: [] }]

function dag(dag_id, more, states, tasks = ONE, length = 4 * MIN) {
  const runs = states.map((state, i) => makeRun(dag_id, state, states.length - 1 - i, length * (0.6 + ((i * 37) % 50) / 60), i === states.length - 1 && more.manual))
  return {
    dag: {
      dag_id, description: null, owner: 'ana', run_as: 'ana', tags: [], schedule: '0 2 * * *', schedule_text: 'every day at 02:00', timezone: 'Asia/Kolkata', paused: false, pause: more.paused ? { by: 'ben', at: at(now - 5 * 60 * MIN), reason: 'The warehouse moves until Monday.' } : null,
      commit: COMMITS[0], deployed_at: at(now - 9 * DAY), next_run_at: at(now + 7.4 * 60 * MIN), ...more, recent_runs: runs.slice(-20), tasks: tasks.map((task) => ({ group: null, ...task })),
      parameters: more.parameters ?? {}, files: ['dag.yml', ...tasks.map((t) => t.notebook), 'queries/stock.sql'],
      data: more.data ?? { produces: [], any: false, consumes: [] },
    },
    runs: [...runs].reverse(),
  }
}

function makeRun(dag_id, state, age, length, manual) {
  const start = state === 'running' ? now - 95_000 : now - age * DAY - 90 * MIN
  const day = Math.floor(now / DAY) * DAY - (age + 1) * DAY
  return {
    dag_id, run_id: `${manual ? 'manual' : 'scheduled'}__${at(day)}+00:00`, kind: manual ? 'manual' : 'scheduled', state,
    logical_date: at(day), data_interval_start: at(day), data_interval_end: at(day + DAY), run_after: at(day + DAY),
    created_at: at(start - 1200), started_at: state === 'queued' ? null : at(start), ended_at: state === 'running' || state === 'queued' ? null : at(start + length),
    triggered_by: manual ? 'ana' : null, commit: age > 6 ? COMMITS[1] : COMMITS[0], deadline_missed_at: null,
  }
}

const good = (n) => Array.from({ length: n }, () => 'success')
export const DAGS = [
  dag('warehouse_replenishment', { description: 'Reorders what sells, store by store', tags: ['planning', 'daily'], manual: true, data: { produces: ['orders'], any: false, consumes: [{ name: 'stock', pending_since: at(now - 3 * 60 * MIN) }, { name: 'sales', pending_since: null }] }, parameters: { region: 'in', until: '{{ ds }}', days: 7, dry_run: false, stores: ['Pune', 'Lyon'] } }, [...good(9), 'failed', 'success', 'success', 'success', 'running'], FAN, 11 * MIN),
  dag('returns_per_store', { description: 'Share of returns, for the Monday meeting', tags: ['report'], owner: 'ben', run_as: 'ben', schedule: '0 6 * * 1', schedule_text: 'every Monday at 06:00' }, [...good(7), 'failed', 'failed']),
  dag('notebook_v1', { tags: ['example'], parameters: { date: '{{ macros.ds_add(ds, -7) }}' } }, [...good(20)], ONE, 40_000),
  dag('nightly_backfill_check', { paused: true, schedule_text: 'every 6 hours', next_run_at: null }, ['success', 'cancelled', 'success']),
  dag('weather', { owner: 'chen', schedule: null, schedule_text: 'by hand', next_run_at: null }, []),
  dag('customer_churn_model_training', { owner: 'chen', tags: ['model'], schedule_text: 'on the first of the month at 04:30' }, ['success', 'success', 'success', 'success'], FAN, 55 * MIN),
  dag('thousand_cities', { owner: 'chen', tags: ['large'] }, ['success', 'running'], CITIES, 20 * MIN),
  dag('regions', { owner: 'chen', tags: ['planning'] }, [...good(12), 'running'], TWO_GROUPS, 20 * MIN),
  dag('five_hundred_tasks', { owner: 'chen', tags: ['large'] }, good(100), MANY, 90 * MIN),
]

const LONG = 'revenue_reconciliation_of_all_subsidiaries_with_late_postings_and_currency_revaluation_by_cost_centre_and_month_v2_final'
/** Reached by their addresses alone, so that the list stays as it is. */
export const HIDDEN_DAGS = [
  dag('hundred_by_five_hundred', { owner: 'chen' }, Array.from({ length: 500 }, (_, i) => (i % 41 === 7 ? 'failed' : 'success')), HUNDRED, 90 * MIN),
  dag(LONG, { owner: 'the-department-of-group-wide-reconciliations', description: `${LONG.replaceAll('_', ' ')}, which has a long description too, as some people write them.`, tags: ['quarterly-closing-of-the-group', 'reconciliation', 'subsidiaries'] }, [...good(11), 'failed', 'success'], Array.from({ length: 40 }, (_, i) => ({ task_id: i % 7 === 3 ? `${LONG}_${i}` : `step_${i}`, notebook: `${LONG}/${i}.ipynb`, after: i === 0 ? [] : [i % 7 === 4 ? `${LONG}_${i - 1}` : `step_${i - 1}`] })), 11 * MIN),
]

function taskState(run, task, i) {
  switch (run.state) {
    case 'success': return 'success'
    case 'running': return i === 0 ? 'success' : i < 2 ? 'running' : i === 2 ? 'up_for_retry' : 'none'
    case 'failed': return run.dag_id === 'returns_per_store' ? 'failed' : ['success', 'failed', 'success', 'upstream_failed'][i] ?? 'success'
    case 'cancelled': return 'cancelled'
    default: return 'queued'
  }
}

const CELL_ERROR = (notebook) => ({ kind: 'cell', name: 'ZeroDivisionError', message: 'division by zero', cell_id: notebook.cells.at(-2).id, cell_index: notebook.cells.length - 2, traceback: TRACEBACK })
const LOST = { kind: 'lost', name: 'Lost', message: 'The process of this attempt ended without a result (signal 9).', cell_id: null, cell_index: null, traceback: [] }
const BROKEN = broken()
const WHOLE = report()

const STATE_OF = (run, i) => (run.state !== 'running' ? 'success' : i < 620 ? (i % 97 === 13 ? 'failed' : 'success') : i < 660 ? (i % 9 === 0 ? 'up_for_retry' : 'running') : 'queued')

/** The instances of a task that runs for each of many items, those in a state or all. */
export function instances(run, task, state, limit, offset) {
  const all = Array.from({ length: task.instances ?? 0 }, (_, i) => i).filter((i) => state === null || STATE_OF(run, i) === state)
  const rows = all.slice(offset, offset + limit).map((i) => {
    const [is, start] = [STATE_OF(run, i), Date.parse(run.created_at) + 40 * i]
    const begun = is !== 'queued'
    const ended = is === 'success' || is === 'failed'
    const attempts = begun ? [{ attempt: 1, state: is === 'up_for_retry' ? 'failed' : is, created_at: at(start), started_at: at(start), ended_at: ended ? at(start + 9000) : null, exit_code: null, cells_done: 3, cells_total: 3, error: is === 'failed' ? LOST : null }] : []
    return { task_id: task.task_id, map_index: i, item: { city: `city-${i}`, day: '2026-03-05' }, group: null, role: 'work', notebook: task.notebook, after: [], state: is, started_at: begun ? at(start) : null, ended_at: ended ? at(start + 9000) : null, next_retry_at: null, waits_for: null, attempts }
  })
  return { instances: rows, has_more: offset + limit < all.length }
}

function counts(run, task) {
  const all = {}
  for (let i = 0; i < task.instances; i++) all[STATE_OF(run, i)] = (all[STATE_OF(run, i)] ?? 0) + 1
  return all
}

export function runDetail(run, tasks) {
  return { ...run, environment: 'default-4be1a7c2', sources: [], consequences: run.dag_id === 'warehouse_replenishment' ? [{ name: 'orders', dag_id: 'returns_per_store', run_id: 'asset_triggered__2026-03-05T10:00:00+00:00' }] : [], tasks: tasks.map((task, i) => ({ map_index: -1, group: null, role: 'work', ...makeTask(run, task, i), ...(task.instances === undefined ? {} : { counts: counts(run, task), attempts: [] }) })) }
}

function makeTask(run, task, i) {
  const state = taskState(run, task, i)
  const started = run.started_at === null ? null : at(Date.parse(run.started_at) + (i === 0 ? 0 : 50_000))
  const ended = ['success', 'failed', 'cancelled'].includes(state) ? at(Date.parse(run.ended_at ?? run.started_at) + (run.ended_at === null ? 48_000 : 0)) : null
  const attempt = (n, s, error) => ({ attempt: n, state: s, created_at: started ?? run.created_at, started_at: started, ended_at: s === 'running' ? null : ended ?? started, exit_code: s === 'failed' ? 1 : s === 'success' ? 0 : null, error, cells_done: s === 'running' ? 6 : s === 'failed' ? 4 : 11, cells_total: 11 })
  const attempts = state === 'success' ? [attempt(1, 'success', null)]
    : state === 'running' ? [attempt(1, 'running', null)]
      : state === 'failed' ? [attempt(1, 'lost', LOST), attempt(2, 'failed', CELL_ERROR(BROKEN))]
        : state === 'up_for_retry' ? [attempt(1, 'failed', CELL_ERROR(BROKEN))] : []
  return { ...task, state, started_at: attempts.length > 0 ? started : null, ended_at: ended, next_retry_at: state === 'up_for_retry' ? at(now + 4 * MIN) : null, waits_for: state === 'queued' ? 'a free place' : null, attempts }
}

export function attemptDetail(attempt, live) {
  const source = attempt.state === 'failed' ? BROKEN : WHOLE
  const start = Date.parse(attempt.started_at ?? at(now))
  const code = source.cells.map((cell, index) => ({ cell, index })).filter(({ cell }) => cell.cell_type === 'code')
  const done = attempt.state === 'running' ? live : attempt.state === 'failed' ? 99 : 99
  const cells = code.filter(({ index, cell }) => index <= done && (cell.execution_count !== null)).map(({ cell, index }, i) => ({
    index, cell_id: cell.id, state: index === done ? 'running' : cell.outputs.some((o) => o.output_type === 'error') ? 'failed' : 'completed',
    started_at: index === done ? at(Date.now() - 12_400) : at(start + i * 3100), ended_at: index === done ? null : at(start + i * 3100 + 400 + ((i * 733) % 2700)), cpu_seconds: 0.4 + i / 7, peak_memory_bytes: 131_000_000 + i * 22_000_000,
  }))
  return { ...attempt, parameters: { region: 'in', until: '2026-11-24', days: attempt.state === 'failed' ? 14 : 7, dry_run: false, stores: ['Pune', 'Lyon'] }, outputs: attempt.state === 'success' ? { rows: 4211, cities: ['Pune', 'Lyon'] } : {}, has_notebook: attempt.state !== 'lost' && attempt.state !== 'queued', cells, cells_done: attempt.state === 'running' ? cells.length - 1 : attempt.cells_done }
}

export function notebookOf(attempt, live) {
  return attempt.state === 'failed' ? BROKEN : attempt.state === 'running' ? growing(live) : WHOLE
}

export function logOf(attempt) {
  const lines = Array.from({ length: attempt.state === 'running' ? 60 : 900 }, (_, i) => `2026-11-24 20:31:${String(i % 60).padStart(2, '0')} ${i % 17 === 0 ? '\u001b[33mWARN\u001b[0m ' : '\u001b[32mINFO\u001b[0m '} cell ${Math.floor(i / 60)}: read ${i * 128} rows of warehouse.sales, a line that is rather long so that wrapping has something to do on a narrow screen`)
  return `${lines.join('\n')}\n${attempt.state === 'failed' ? TRACEBACK.join('\n') : ''}\n`
}

/** Ten thousand dags, for a look at a long list. */
export const MANY_DAGS = Array.from({ length: 10_000 }, (_, i) => {
  const { dag, runs } = DAGS[i % 4]
  const dag_id = `${dag.dag_id}_${String(i).padStart(5, '0')}`
  return { dag: { ...dag, dag_id, owner: `team_${i % 40}`, recent_runs: dag.recent_runs.map((run) => ({ ...run, dag_id })) }, runs }
})
