import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAGS } from '../dev/sample-data.mjs'
import { site } from './harness.mjs'

const { open } = site()
const LIMIT = { timeout: 300_000 }
const DAG = '/dags/warehouse_replenishment'
const run = (dagId, state) => `/dags/${dagId}/runs/${encodeURIComponent(DAGS.find((one) => one.dag.dag_id === dagId).runs.find((one) => one.state === state).run_id)}`
const TABS = ['', '?tab=graph', '?tab=calendar', '?tab=backfills', '?tab=code', `?tab=code&against=${'0'.repeat(39)}1`, '?tab=details'].map((tab) => DAG + tab)
const PAGES = ['/', '/dags', ...TABS, run('warehouse_replenishment', 'running'), run('warehouse_replenishment', 'failed'), run('thousand_cities', 'running'), `${run('returns_per_store', 'failed')}/tasks/notebook`, `${run('returns_per_store', 'failed')}/tasks/notebook?tab=log`, '/users', '/users?user=ana', '/users?tab=groups', '/users?tab=roles', '/users?tab=audit', '/account']

/** Texts whose colour is less than 4.5 to 1 against what lies below them (3 to 1 where they are large), as WCAG 2 counts it. */
function pale() {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true })
  const rgba = (colour) => { context.clearRect(0, 0, 1, 1); context.fillStyle = colour; context.fillRect(0, 0, 1, 1); const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data; return [r, g, b, a / 255] }
  const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1]
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)).reduce((all, c, i) => all + c * [0.2126, 0.7152, 0.0722][i], 0)
  const ground = (element) => (element === null ? rgba(getComputedStyle(document.documentElement).getPropertyValue('--mantine-color-body')) : (() => { const own = rgba(getComputedStyle(element).backgroundColor); return own[3] === 1 ? own : over(own, ground(element.parentElement)) })())
  const found = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement
    if (node.data.trim() === '' || element === null || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || element.closest(':disabled, [data-disabled], [aria-hidden=true], script, style, option') !== null) continue
    const style = getComputedStyle(element)
    const below = ground(element)
    const text = over(rgba(style.color), below)
    const [a, b] = [light(text), light(below)].sort((x, y) => y - x)
    const ratio = (a + 0.05) / (b + 0.05)
    const size = Number.parseFloat(style.fontSize)
    if (ratio < (size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5)) found.push(`${ratio.toFixed(2)} ${node.data.trim().slice(0, 40)} <${element.tagName} ${element.className.toString().slice(0, 60)}>`)
  }
  return [...new Set(found)]
}

for (const scheme of ['light', 'dark']) {
  test(`every text of every page has contrast, ${scheme}`, LIMIT, async (t) => {
    for (const path of PAGES) {
      const page = await open(t, path)
      await page.emulateMedia({ colorScheme: scheme })
      await page.getByRole('heading').first().waitFor()
      await page.waitForLoadState('networkidle').catch(() => undefined)
      await page.waitForTimeout(500)
      assert.deepEqual(await page.evaluate(pale), [], path)
      await page.context().close()
    }
  })
}

test('a page whose questions fail says so and offers to ask again; nothing waits for ever', LIMIT, async (t) => {
  const outage = { status: 500, contentType: 'application/problem+json', body: JSON.stringify({ type: 'urn:orrery:database', title: 'The database is away', status: 500, detail: 'Try again in a minute.' }) }
  await Promise.all(['/', '/dags', DAG, run('warehouse_replenishment', 'failed'), '/users', '/users?tab=groups', '/users?tab=roles', '/users?tab=audit', '/account'].map(async (path) => {
    const page = await open(t, '/setup')
    await page.route(/\/api\/v1\/(?!me|setup|events)/, (route) => route.fulfill(outage))
    await page.goto(new URL(path, page.url()).href)
    await page.getByRole('alert').first().getByText('Try again in a minute.').waitFor()
    await page.waitForFunction(() => document.querySelector('.mantine-Skeleton-root') === null)
    await page.getByRole('button', { name: 'Try again' }).first().waitFor()
  }))
})
