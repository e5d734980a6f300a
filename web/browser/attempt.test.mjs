import assert from 'node:assert/strict'
import { test } from 'node:test'
import { site } from './harness.mjs'

const { open } = site()
const LIMIT = { timeout: 180_000 }

/** Opens a dag and from there the newest square of its first task with this state. */
async function task(t, dag, state) {
  const page = await open(t, `/dags/${dag}`)
  await page.getByRole('link', { name: new RegExp(`^[^:]+: ${state}`) }).last().click()
  await page.getByRole('tab', { name: 'Log' }).waitFor()
  return page
}

test('a failure says since when, whether it is the same, and what changed', LIMIT, async (t) => {
  const page = await task(t, 'returns_per_store', 'failed')
  const before = page.getByRole('region', { name: 'Seen before' })
  await before.getByText('2 failures in a row').waitFor()
  await before.getByText('The same error in the run before.').waitFor()
  await before.getByText('Last good run:').waitFor()
  const changes = page.getByRole('list', { name: 'Changed since the last good run' })
  assert.match(await changes.textContent(), /parameter days: 7 → 14/)
  const failure = await page.getByRole('region', { name: 'Failure' }).boundingBox()
  assert.ok(failure.y < 400, 'the failing cell is on the first screen')
})

test('the log is searched, a hit is brought in view, and the address brings it back', LIMIT, async (t) => {
  const page = await task(t, 'notebook_v1', 'success')
  await page.getByRole('tab', { name: 'Log' }).click()
  await page.getByRole('log').waitFor()
  await page.locator('main').press('s')
  await page.keyboard.type('read 8')
  await page.getByText(/^1 of \d+$/).waitFor()
  await page.keyboard.press('Enter')
  await page.getByText(/^2 of \d+$/).waitFor()
  await page.keyboard.press('Shift+Enter')
  await page.getByText(/^1 of \d+$/).waitFor()
  await page.getByLabel('Next hit').click()
  await page.waitForURL(/line=\d+/)
  const inView = () => page.waitForFunction(() => {
    const [range] = CSS.highlights.get('log-hit') ?? []
    const [hit, box] = [range?.getBoundingClientRect(), document.querySelector('[role=log]').getBoundingClientRect()]
    return hit !== undefined && hit.height > 0 && hit.top >= box.top && hit.bottom <= box.bottom
  })
  await inView()
  await page.reload()
  await page.getByText(/^2 of \d+$/).waitFor()
  await inView()
  assert.ok(await page.evaluate(() => CSS.highlights.get('log-hits').size > 1 && CSS.highlights.get('log-hit').size === 1))
})

test('keys go to the ends of the log and make it fill the screen', LIMIT, async (t) => {
  const page = await task(t, 'notebook_v1', 'success')
  await page.getByRole('tab', { name: 'Log' }).click()
  const log = page.getByRole('log')
  await log.waitFor()
  await page.locator('main').press('Control+ArrowUp')
  await page.waitForFunction(() => document.querySelector('[role=log]').scrollTop === 0)
  await page.locator('main').press('Control+ArrowDown')
  await page.waitForFunction(() => { const box = document.querySelector('[role=log]'); return box.scrollHeight - box.scrollTop - box.clientHeight < 40 })
  await page.locator('main').press('f')
  await page.getByRole('button', { name: 'Leave full screen' }).waitFor()
  assert.ok((await log.boundingBox()).height > 780)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Full screen', exact: true }).waitFor()
})

test('resources by cell lead to the cell', LIMIT, async (t) => {
  const page = await task(t, 'notebook_v1', 'success')
  await page.getByRole('tab', { name: 'Resources' }).click()
  const rows = page.getByRole('table', { name: 'Resources by cell' }).getByRole('row')
  assert.ok(await rows.count() > 3)
  await rows.nth(2).getByRole('button').click()
  await page.waitForURL(/#cell-/)
  await page.getByRole('navigation', { name: 'Contents' }).getByText('Slowest cells').waitFor()
})
