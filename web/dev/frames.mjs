// Frame times of the two longest lists while they are scrolled, by Chromium's own tracing, against the mock server. A developer's tool.
//   npm run build && node dev/frames.mjs [PART-OF-NAME]      DIST: another build, CHROMIUM: the browser's path
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { DAGS } from './sample-data.mjs'

const onPath = (names) => (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name))).find((file) => existsSync(file))
const cities = DAGS.find((one) => one.dag.dag_id === 'thousand_cities')
const running = encodeURIComponent(cities.runs.find((one) => one.state === 'running').run_id)
// What scrolls is the first ancestor that does.
const grid = (page) => page.locator('table[aria-label="Runs and tasks"]').locator('xpath=ancestor::div[contains(@class, "scroller")][1]')
/** Name, address, what is scrolled, and by how many pixels a frame, across and down: a quick turn of the wheel. */
const LISTS = [
  ['grid of 500 tasks x 100 runs, down', '/dags/five_hundred_tasks?runs=100', grid, 0, 40],
  ['grid of 100 tasks x 500 runs, across', '/dags/hundred_by_five_hundred?runs=500', grid, -40, 0],
  ['grid of 100 tasks x 500 runs, straight down', '/dags/hundred_by_five_hundred?runs=500', grid, 0, 40],
  ['1,000 mapped tasks, down', `/dags/thousand_cities/runs/${running}`, async (page) => {
    await page.getByRole('button', { name: 'Instances of load' }).click()
    return page.getByRole('list', { name: 'Instances of load' })
  }, 0, 40],
]
const TURNS = 120

const at = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
const ms = (n) => n.toFixed(1).padStart(7)

/** Milliseconds of processor time of each of the page's tasks, and of their parts, from a trace: what else the machine does lengthens frames and not these. */
function read(events) {
  const main = events.find((event) => event.name === 'thread_name' && event.args.name === 'CrRendererMain' && events.some((one) => one.pid === event.pid && one.name === 'FunctionCall'))
  const own = events.filter((event) => event.pid === main?.pid && event.tid === main.tid)
  const tasks = own.filter((event) => event.name === 'RunTask' && event.tdur !== undefined).map((event) => event.tdur / 1000).sort((a, b) => a - b)
  const sum = (name) => own.filter((event) => event.name === name).reduce((all, event) => all + (event.tdur ?? 0) / 1000, 0)
  return { tasks, parts: Object.fromEntries(['FunctionCall', 'UpdateLayoutTree', 'Layout', 'Paint', 'PrePaint', 'Layerize', 'Commit'].map((name) => [name, sum(name)])) }
}

async function trace(browser, session, act) {
  const events = []
  session.on('Tracing.dataCollected', ({ value }) => events.push(...value))
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['devtools.timeline', 'toplevel', '__metadata', 'disabled-by-default-devtools.timeline'] } })
  const frames = await act()
  const ended = once({ once: (name, resolve) => session.once(name, resolve), on: session.on.bind(session), off: session.off.bind(session), addListener: session.on.bind(session), removeListener: session.off.bind(session) }, 'Tracing.tracingComplete')
  await session.send('Tracing.end')
  await ended
  return { frames, ...read(events) }
}

const mock = spawn(process.execPath, [fileURLToPath(new URL('./mock-server.mjs', import.meta.url)), '0'], { stdio: ['ignore', 'pipe', 'inherit'] })
const [line] = await once(mock.stdout, 'data')
const base = `http://127.0.0.1:${/port (\d+)/.exec(String(line))[1]}`
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? onPath(['chromium', 'chromium-browser', 'google-chrome']), args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'] })
try {
  console.log('milliseconds                               frames: p50     p95     max   tasks, CPU: p95     max   over 16')
  for (const [name, path, find, x, y] of LISTS) {
    if (!name.includes(process.argv[2] ?? '')) continue
    const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
    await page.goto(base + path)
    const list = await find(page)
    await list.waitFor()
    await page.waitForTimeout(1500)
    await list.hover({ position: { x: 400, y: 250 } })
    const session = await browser.newBrowserCDPSession()
    const { frames, tasks, parts } = await trace(browser, session, () => list.evaluate((box, { x, y, turns }) => new Promise((resolve) => {
      const times = []
      let last = performance.now()
      const next = () => {
        const now = performance.now()
        times.push(now - last)
        last = now
        if (times.length > turns) { resolve(times.slice(1)); return }
        box.scrollBy(x, y)
        requestAnimationFrame(next)
      }
      requestAnimationFrame(next)
    }), { x, y, turns: TURNS }))
    frames.sort((a, b) => a - b)
    console.log(`${name.padEnd(44)}${ms(at(frames, 0.5))} ${ms(at(frames, 0.95))} ${ms(frames.at(-1))} ${' '.repeat(12)}${ms(at(tasks, 0.95))} ${ms(tasks.at(-1) ?? 0)} ${String(tasks.filter((one) => one > 16).length).padStart(6)}`)
    console.log(`    in all: ${Object.entries(parts).map(([part, all]) => `${part} ${Math.round(all)}`).join(', ')}`)
    await page.context().close()
  }
} finally {
  await browser.close()
  mock.kill()
}
