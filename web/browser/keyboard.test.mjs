import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAGS, HIDDEN_DAGS } from '../dev/sample-data.mjs'
import { site } from './harness.mjs'

const { open } = site()
const LIMIT = { timeout: 300_000 }
const DAG = '/dags/warehouse_replenishment'
const run = (dagId, state) => `/dags/${dagId}/runs/${encodeURIComponent(DAGS.find((one) => one.dag.dag_id === dagId).runs.find((one) => one.state === state).run_id)}`
const PAGES = ['/', '/dags', DAG, `${DAG}?tab=graph`, `${DAG}?tab=calendar`, `${DAG}?tab=backfills`, `${DAG}?tab=code`, `${DAG}?tab=code&against=${'0'.repeat(39)}1`, `${DAG}?tab=details`, run('warehouse_replenishment', 'failed'), `${run('returns_per_store', 'failed')}/tasks/notebook`, '/users', '/users?tab=groups', '/users?tab=roles', '/users?tab=audit', '/account']

/** Goes on by Tab until the page is left; each stop by what it is called, whether one sees it, and whether it shows that it has the focus. */
async function tabThrough(page) {
  const stops = []
  await page.evaluate(() => { document.activeElement?.blur(); window.scrollTo(0, 0) })
  for (let i = 0; i < 400; i++) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(() => {
      const one = document.activeElement
      // A field for a day is several stops.
      if (one?.dataset.passed !== undefined && one.type === 'date') return 'again'
      if (one === null || one === document.body || one.dataset.passed !== undefined) return null
      one.dataset.passed = ''
      const box = one.getBoundingClientRect()
      const look = (element) => { const style = getComputedStyle(element); return `${style.outlineStyle === 'none' ? '' : style.outline}${style.boxShadow}${style.borderColor}` }
      // Mantine's switches and radios show it on what stands beside the hidden input; a chosen field on its frame.
      const around = [one, one.nextElementSibling, one.parentElement, one.parentElement?.querySelector('[class*=track], [class*=Track]')].filter((element) => element != null)
      const focused = around.map(look).join()
      one.blur()
      const left = around.map(look).join()
      one.focus({ preventScroll: true, focusVisible: true })
      const labels = [one.getAttribute('aria-label'), one.textContent, one.getAttribute('title'), one.getAttribute('placeholder'), ...[...(one.labels ?? [])].map((label) => label.textContent), document.getElementById(one.getAttribute('aria-labelledby') ?? '')?.textContent]
      return { tag: one.tagName, name: labels.find((label) => label != null && label.trim() !== '')?.trim().slice(0, 60) ?? '', html: one.outerHTML.slice(0, 140), seen: one.tagName === 'INPUT' || one.tagName === 'IFRAME' || (box.width > 0 && box.height > 0), marked: one.tagName === 'IFRAME' || focused !== left }
    })
    if (stop === 'again') continue
    if (stop === null) break
    stops.push(stop)
  }
  return stops
}

for (const path of PAGES) {
  test(`Tab goes to every control, each has a name and shows that it is in focus: ${path.slice(0, 60)}`, LIMIT, async (t) => {
    const page = await open(t, path)
    await page.waitForLoadState('networkidle').catch(() => undefined)
    await page.getByRole('heading').first().waitFor()
    await page.waitForTimeout(400)
    const stops = await tabThrough(page)
    assert.deepEqual(stops.filter((stop) => stop.name === '').map((stop) => stop.html), [], 'without a name')
    assert.deepEqual(stops.filter((stop) => !stop.seen).map((stop) => stop.html), [], 'out of sight')
    assert.deepEqual(stops.filter((stop) => !stop.marked).map((stop) => stop.html), [], 'without a mark of the focus')
    const missed = await page.evaluate(() => [...document.querySelectorAll('button, a[href], input, select, textarea')]
      .filter((one) => one.dataset.passed === undefined && one.tabIndex >= 0 && !one.disabled && one.checkVisibility({ visibilityProperty: true }) && one.type !== 'radio' && one.closest('[aria-hidden=true]') === null)
      .map((one) => one.outerHTML.slice(0, 140)))
    assert.deepEqual(missed, [], 'not reached')
    assert.ok(stops.length < 150, `${stops.length} stops`)
  })
}

test('Escape closes what lies over the page, and the focus returns to what opened it', LIMIT, async (t) => {
  const page = await open(t, DAG)
  for (const [name, opened] of [['Search dags', 'Search dags'], ['Run with parameters', /warehouse_replenishment/]]) {
    const button = page.getByRole('button', { name, exact: true })
    await button.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: opened }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.waitForFunction((words) => document.activeElement?.getAttribute('aria-label') === words, name)
  }
  const tab = page.getByRole('tab', { name: 'Calendar' })
  await tab.focus()
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keys' }).waitFor()
  await page.keyboard.press('Escape')
  await page.waitForFunction(() => document.activeElement?.textContent === 'Calendar')
})

test('the grid and the bars are one stop each, and arrows go on from there', LIMIT, async (t) => {
  const page = await open(t, DAG)
  await page.getByRole('link', { name: /^Run running/ }).focus()
  for (const key of ['ArrowDown', 'ArrowDown']) await page.keyboard.press(key)
  const name = () => page.evaluate(() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent)
  assert.match(await name(), /^forecast: running/)
  await page.keyboard.press('Home')
  assert.equal(await name(), 'forecast')
  await page.keyboard.press('ArrowRight')
  assert.match(await name(), /^forecast: success/)
  await page.keyboard.press('End')
  assert.match(await name(), /^forecast: running/)
  await page.goto(new URL('/dags', page.url()).href)
  const bars = page.getByRole('group', { name: 'Last 14 runs' })
  await bars.getByRole('link').last().focus()
  await page.keyboard.press('ArrowLeft')
  assert.match(await name(), /^success/)
})

test('an address brings back the instances of a task that were unfolded, and of which state', LIMIT, async (t) => {
  const page = await open(t, run('thousand_cities', 'running'))
  await page.getByRole('button', { name: 'Instances of load' }).click()
  await page.getByRole('button', { name: '7 failed' }).click()
  await page.waitForURL(/open=load&state=failed/, { waitUntil: 'commit' })
  await page.reload()
  await page.getByRole('list', { name: 'Instances of load' }).getByRole('listitem').nth(6).waitFor()
  assert.equal(await page.getByRole('list', { name: 'Instances of load' }).getByRole('listitem').count(), 7)
})

test('a dag with a name of 120 characters and 40 tasks fits on a narrow and on a wide screen', LIMIT, async (t) => {
  const { dag, runs } = HIDDEN_DAGS[1]
  assert.ok(dag.dag_id.length >= 120)
  for (const width of [390, 1440]) {
    for (const path of [`/dags/${dag.dag_id}`, `/dags/${dag.dag_id}?tab=backfills`, `/dags/${dag.dag_id}?tab=code`, `/dags/${dag.dag_id}/runs/${encodeURIComponent(runs[1].run_id)}`]) {
      const page = await open(t, path, { width })
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.waitForTimeout(500)
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), 0, `${path} at ${width}`)
    }
  }
})

test('the chosen tab is in sight on a narrow screen', LIMIT, async (t) => {
  const page = await open(t, `${DAG}?tab=details`, { width: 390 })
  const tab = await page.getByRole('tab', { name: 'Details' }).boundingBox()
  assert.ok(tab.x >= 0 && tab.x + tab.width <= 390, JSON.stringify(tab))
})
