import assert from 'node:assert/strict'
import { test } from 'node:test'
import { site } from './harness.mjs'

const { open } = site()
const LIMIT = { timeout: 180_000 }

const names = (page) => page.locator('[data-name]').allTextContents()
// The page changes its address by itself: nothing is loaded.
const until = async (page, pattern) => { await page.waitForURL(pattern, { waitUntil: 'commit' }) }

test('the list is narrowed by owner, tag, state and text, and its address brings that back', LIMIT, async (t) => {
  const page = await open(t, '/dags')
  await page.getByRole('table', { name: 'Dags' }).waitFor()
  await page.getByRole('button', { name: 'chen' }).first().click()
  await until(page, /owner=chen/)
  await page.waitForFunction(() => document.querySelectorAll('[data-name]').length === 5)
  assert.deepEqual((await names(page)).sort(), ['customer_churn_model_training', 'five_hundred_tasks', 'regions', 'thousand_cities', 'weather'])
  await page.getByRole('textbox', { name: 'Filter dags' }).fill('five')
  await until(page, /q=five/)
  await page.reload()
  await page.getByRole('link', { name: 'five_hundred_tasks', exact: true }).waitFor()
  assert.deepEqual(await names(page), ['five_hundred_tasks'])
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await page.waitForFunction(() => document.querySelectorAll('[data-name]').length === 9)
})

test('a click on a head orders the rows, keys go through them', LIMIT, async (t) => {
  const page = await open(t, '/dags?sort=-dag_id')
  await page.getByRole('table', { name: 'Dags' }).waitFor()
  assert.equal((await names(page))[0], 'weather')
  await page.getByRole('button', { name: 'Owner' }).first().click()
  await until(page, /sort=owner/)
  await page.locator('th[aria-sort=ascending]').getByText('Owner').waitFor()
  await page.locator('body').press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  const first = (await names(page))[0]
  assert.equal(await page.evaluate(() => document.activeElement.textContent), first)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: first }).waitFor()
})

test('ten thousand dags come a page at a time, and a page is drawn at once', LIMIT, async (t) => {
  const page = await open(t, '/dags?page=100', { as: 'many' })
  await page.getByText('9901–10000 of 10,000 dags').waitFor()
  assert.equal((await names(page)).length, 100)
  const start = Date.now()
  await page.getByRole('button', { name: 'Page 99' }).click()
  await page.getByText('9801–9900 of 10,000 dags').waitFor()
  assert.ok(Date.now() - start < 20_000, `a page took ${Date.now() - start} ms`)
})

test('a starred dag is found again by the chip', LIMIT, async (t) => {
  const page = await open(t, '/dags')
  await page.getByRole('button', { name: 'Star weather' }).click()
  await page.getByText('starred').click()
  await until(page, /starred=true/)
  await page.waitForFunction(() => document.querySelectorAll('[data-name]').length === 1)
  assert.deepEqual(await names(page), ['weather'])
})

test('each bar says its state without its colour', LIMIT, async (t) => {
  const page = await open(t, '/dags')
  await page.getByRole('table', { name: 'Dags' }).waitFor()
  const looks = await page.getByRole('table', { name: 'Dags' }).locator('[data-bar]').evaluateAll((bars) =>
    Object.fromEntries(bars.map((bar) => { const style = getComputedStyle(bar); return [bar.dataset.bar, `${style.backgroundImage.replace(/rgb[^)]*\)/g, '')} ${style.borderTopStyle}`] })))
  assert.deepEqual(Object.keys(looks).sort(), ['cancelled', 'failed', 'running', 'success'])
  assert.equal(new Set(Object.values(looks)).size, 4)
})

test('times are those of the reader, or UTC on wish', LIMIT, async (t) => {
  const page = await open(t, '/dags/warehouse_replenishment')
  const time = page.locator('time').first()
  const own = await time.textContent()
  await page.getByRole('button', { name: 'Switch times to UTC' }).click()
  await page.getByRole('button', { name: /Switch times to Asia/ }).waitFor()
  assert.notEqual((await time.textContent()).slice(0, 16), own.slice(0, 16))
})

test('the palette goes to a dag, to a tab of the open dag and to the keys', LIMIT, async (t) => {
  const page = await open(t, '/dags/weather')
  await page.getByRole('heading', { name: 'weather' }).waitFor()
  const box = page.locator('[role=combobox][aria-label="Search dags"]:focus')
  await page.keyboard.press('/')
  await box.waitFor()
  await page.keyboard.type('calen')
  await page.getByRole('option', { name: 'Calendar of weather' }).waitFor()
  await page.keyboard.press('Enter')
  await until(page, /tab=calendar/)
  await box.waitFor({ state: 'detached' })
  await page.keyboard.press('Control+k')
  await box.waitFor()
  await page.keyboard.type('notebook_v')
  await page.getByRole('option', { name: /notebook_v1/ }).click()
  await until(page, /\/dags\/notebook_v1/)
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keys' }).waitFor()
})

test('a time is told from now, and to whoever rests on it by the clock, in the own zone and in UTC', LIMIT, async (t) => {
  const page = await open(t, '/dags')
  const time = page.getByRole('table', { name: 'Dags' }).locator('time').first()
  await time.hover()
  const both = page.getByRole('tooltip').getByText(/UTC/)
  await both.waitFor()
  assert.match(await both.textContent(), /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d Asia\/\w+.*\d\d:\d\d:\d\d UTC/)
})

test('starred dags stand at home, each by its newest run', LIMIT, async (t) => {
  const page = await open(t, '/dags')
  for (const name of ['regions', 'returns_per_store']) await page.getByRole('button', { name: `Star ${name}` }).click()
  await page.goto(new URL('/', page.url()).href)
  const rows = page.getByRole('region', { name: 'Starred' }).getByRole('link')
  await rows.nth(1).waitFor()
  assert.deepEqual((await rows.locator('strong').allTextContents()).sort(), ['regions', 'returns_per_store'])
  await rows.first().click()
  await page.waitForURL(/\/runs\//)
})
