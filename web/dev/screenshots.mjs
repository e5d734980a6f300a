// Pictures of every page at two widths in both schemes, taken against the mock server into shots/. A developer's tool.
//   node dev/screenshots.mjs [PART-OF-NAME]      CHROMIUM: the browser's path, else the first one of PATH
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { DAGS } from './sample-data.mjs'

const PORT = Number(process.env.PORT ?? 8098)
const BASE = `http://127.0.0.1:${PORT}`
const only = process.argv[2] ?? ''
const out = fileURLToPath(new URL('../shots/', import.meta.url))
const flags = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
const part = encodeURIComponent
const onPath = (names) => (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name))).find((file) => existsSync(file))

const run = (i, find) => `/dags/${DAGS[i].dag.dag_id}/runs/${part(find(DAGS[i].runs).run_id)}`
const running = run(0, (runs) => runs.find((one) => one.state === 'running'))
const failed = run(1, (runs) => runs[0])
const fanFailed = run(0, (runs) => runs.find((one) => one.state === 'failed'))
const good = run(2, (runs) => runs[0])

const cities = DAGS.findIndex((one) => one.dag.dag_id === 'thousand_cities')
const mapped = run(cities, (runs) => runs.find((one) => one.state === 'running'))

const PAGES = {
  'run-mapped': mapped, 'run-mapped-open': [mapped, async (page) => { await page.getByRole('button', { name: 'Instances of load' }).click(); await page.waitForTimeout(400); await page.getByRole('list', { name: 'Instances of load' }).evaluate((list) => { list.scrollTop = 38 * 640 }); await page.waitForTimeout(600) }],
  home: '/', dags: '/dags', 'dags-none': '/dags?q=zzz', 'dags-long@many': '/dags?owner=team_3&sort=-last_run',  dag: '/dags/warehouse_replenishment', 'dag-around': '/dags/warehouse_replenishment?task=forecast', 'dag-groups': '/dags/regions', 'dag-groups-folded': '/dags/regions?folded=north', 'dag-groups-graph': '/dags/regions?tab=graph&folded=north', 'dag-large': '/dags/five_hundred_tasks?runs=100', 'dag-cross': ['/dags/warehouse_replenishment', async (page) => { await page.getByRole('link', { name: /^forecast: failed/ }).hover() }], 'dag-graph': '/dags/warehouse_replenishment?tab=graph', 'dag-calendar': '/dags/warehouse_replenishment?tab=calendar', 'dag-code': '/dags/warehouse_replenishment?tab=code', 'dag-code-diff': `/dags/warehouse_replenishment?tab=code&against=${'0'.repeat(39)}1`, 'dag-code-notebook': '/dags/warehouse_replenishment?tab=code&file=forecast.ipynb', 'dag-backfills': '/dags/warehouse_replenishment?tab=backfills', 'dag-backfills-none': '/dags/weather?tab=backfills',
  'dag-backfill-form': ['/dags/warehouse_replenishment?tab=backfills', async (page) => { await page.getByRole('button', { name: 'New backfill' }).click(); await page.getByLabel('From').fill('2026-10-01'); await page.getByLabel('To', { exact: true }).fill('2026-10-10'); await page.waitForTimeout(900) }], 'dag-details': '/dags/warehouse_replenishment?tab=details', 'dag-never': '/dags/weather',
  'dag-backfill-parameters': ['/dags/warehouse_replenishment?tab=backfills', async (page) => { await page.getByRole('button', { name: 'New backfill' }).click(); await page.getByLabel('From').fill('2026-10-01'); await page.getByLabel('To', { exact: true }).fill('2026-10-10'); await page.getByRole('button', { name: 'Other parameters' }).click(); await page.waitForTimeout(900) }], 'dag-form': ['/dags/warehouse_replenishment', async (page) => { await page.getByRole('button', { name: 'Run now' }).click(); await page.getByLabel('days').fill('many') }],
  'run-clear': [fanFailed, async (page) => { await page.getByRole('button', { name: /^More for/ }).first().click(); await page.getByRole('menuitem', { name: 'Clear it and what comes after' }).click(); await page.waitForTimeout(500) }],
  run: running, 'run-failed': fanFailed, attempt: `${good}/tasks/notebook`, 'attempt-live': `${running}/tasks/forecast`, 'attempt-failed': `${failed}/tasks/notebook`, 'attempt-lost': `${failed}/tasks/notebook?attempt=1`,
  'attempt-log': `${good}/tasks/notebook?tab=log`, 'attempt-log-find': `${good}/tasks/notebook?tab=log&find=WARN&line=392`, 'attempt-resources': `${good}/tasks/notebook?tab=resources`, 'attempt-parameters': `${good}/tasks/notebook?tab=parameters`, users: '/users', 'users-many@many': ['/users?sort=-last_activity', async (page) => { await page.getByRole('rowgroup', { name: 'Rows' }).evaluate((list) => { list.scrollTop = 44 * 150 }); await page.waitForTimeout(700) }], 'users-person': '/users?user=ana', 'users-nobody': '/users?q=zzz', 'users-groups': '/users?tab=groups', 'users-groups-none@new': '/users?tab=groups', 'users-roles': '/users?tab=roles', 'users-audit': '/users?tab=audit', account: '/account', 'account@new': '/account', missing: '/nowhere', 'dag-missing': '/dags/nope',
  'login@none': '/login?next=/dags', 'login-refused@none': '/login?next=/dags&problem=not-allowed', 'setup@setup': '/setup?token=abc', 'invite@none': '/invite?token=abc', 'home@new': '/', 'dags@new': '/dags',
  keys: ['/', async (page) => { await page.keyboard.press('?') }], search: ['/', async (page) => { await page.keyboard.press('/'); await page.keyboard.type('re') }],
  'server-running': ['/', async (page) => { await page.request.delete(`${BASE}/api/v1/servers/default`); await page.reload(); await page.getByRole('button', { name: 'Start my server' }).click(); await page.getByRole('button', { name: 'Keep 8 h' }).waitFor() }],
  'server-failed': ['/', async (page) => { await page.request.post(`${BASE}/api/v1/servers/fail`); await page.reload(); await page.waitForTimeout(400); await page.request.delete(`${BASE}/api/v1/servers/default`) }],
  'home-starting': ['/', async (page) => { await page.request.delete(`${BASE}/api/v1/servers/default`); await page.reload(); await page.getByRole('button', { name: 'Start my server' }).click(); await page.waitForTimeout(900) }],
}

await mkdir(out, { recursive: true })
const mock = spawn(process.execPath, [fileURLToPath(new URL('./mock-server.mjs', import.meta.url)), String(PORT)], { stdio: ['ignore', 'pipe', 'inherit'] })
await once(mock.stdout, 'data')
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? onPath(['chromium', 'chromium-browser', 'google-chrome']), args: flags })
try {
  for (const [size, viewport] of Object.entries({ wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } })) {
    for (const colorScheme of ['light', 'dark']) {
      for (const [name, target] of Object.entries(PAGES)) {
        if (!name.includes(only)) continue
        const context = await browser.newContext({ viewport, colorScheme })
        const mode = name.split('@')[1]
        if (mode !== undefined) await context.addCookies([{ name: 'mock', value: mode, url: BASE }])
        const page = await context.newPage()
        page.on('console', (message) => { if (message.type() === 'error' && !/40[14]/.test(message.text())) console.log(`${name}: ${message.text()}`) })
        page.on('pageerror', (error) => { console.log(`${name}: ${error.message}`) })
        const [path, act] = Array.isArray(target) ? target : [target]
        await page.goto(BASE + path)
        await page.waitForTimeout(500)
        if (act !== undefined) { await act(page); await page.waitForTimeout(300) }
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
        if (wider > 0) console.log(`${name} ${size}: wider than the screen by ${wider}px`)
        await page.screenshot({ path: `${out}${name.replace('@', '-')}-${size}-${colorScheme}.png`, fullPage: name.startsWith('attempt') })
        await context.close()
      }
    }
  }
} finally {
  await browser.close()
  mock.kill()
}
