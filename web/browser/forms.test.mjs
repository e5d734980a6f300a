import assert from 'node:assert/strict'
import { test } from 'node:test'
import { site } from './harness.mjs'

const { open } = site()
const LIMIT = { timeout: 180_000 }
const DAG = '/dags/warehouse_replenishment'

test('the form of a run is typed as the notebooks declare, and sends only what was changed', LIMIT, async (t) => {
  const page = await open(t, DAG)
  await page.getByRole('button', { name: 'Run now' }).click()
  const form = page.getByRole('dialog')
  await form.getByText('how far to look ahead').waitFor()
  await form.getByLabel('days').fill('1.5')
  await form.getByText('A whole number is needed here').waitFor()
  assert.ok(await form.getByRole('button', { name: 'Start run' }).isDisabled())
  await form.getByLabel('days').fill('30')
  await form.getByLabel('quantile').fill('0.5')
  await form.getByRole('switch', { name: /^feasts/ }).uncheck({ force: true })
  await form.getByText('Changed: days, quantile, feasts').waitFor()
  await form.getByRole('button', { name: 'Start run' }).click()
  await page.waitForURL(/\/runs\//)
  const [sent] = page.asked.filter((one) => one.path.endsWith('/runs'))
  assert.deepEqual(sent.body.parameters, { days: 30, quantile: 0.5, feasts: false })
})

test('a backfill is dragged over the days, previewed with its parameters, and told how long it will take', LIMIT, async (t) => {
  const page = await open(t, `${DAG}?tab=backfills`)
  await page.getByRole('button', { name: 'New backfill' }).click()
  const days = page.getByRole('group', { name: 'Days' }).getByRole('button', { disabled: false })
  const [first, last] = [days.nth(2), days.nth(8)]
  const names = [(await first.getAttribute('aria-label')).slice(0, 10), (await last.getAttribute('aria-label')).slice(0, 10)]
  await first.hover()
  await page.mouse.down()
  await last.hover()
  await page.mouse.up()
  assert.deepEqual([await page.getByLabel('From').inputValue(), await page.getByLabel('To', { exact: true }).inputValue()], names)
  await page.getByRole('button', { name: 'Other parameters …' }).click()
  await page.getByLabel('days', { exact: true }).fill('3')
  await page.getByText('9 to make, 1 to run again').waitFor()
  await page.getByText(/^About .* by the runs so far/).waitFor()
  await page.getByRole('button', { name: 'Run 10 runs' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  const sent = page.asked.filter((one) => one.path.endsWith('/backfills')).at(-1).body
  assert.deepEqual([sent.from, sent.to, sent.parameters, sent.dry_run], [...names, { days: 3 }, false])
})

test('a dag without parameters in dag.yml runs at once, and shows the form on wish', LIMIT, async (t) => {
  const page = await open(t, '/dags/weather')
  await page.getByRole('button', { name: 'Run with parameters' }).click()
  await page.getByText('This dag has no parameters.').waitFor()
  await page.keyboard.press('Escape')
})

test('what failed in a backfill or in a run is run again, after its tasks were shown', LIMIT, async (t) => {
  const page = await open(t, `${DAG}?tab=backfills&backfill=b0`)
  await page.getByRole('button', { name: 'Hide the runs' }).waitFor()
  await page.getByRole('button', { name: 'Run what failed again' }).click()
  await page.getByRole('button', { name: 'Clear 2 tasks' }).click()
  await page.getByText('2 tasks cleared.').waitFor()
  const sent = page.asked.findLast((one) => one.body?.dry_run === false).body
  assert.deepEqual([sent.only_failed, sent.task_ids, sent.run_ids.length, sent.dry_run], [true, [], 1, false])
  await page.goto(new URL('/dags/returns_per_store', page.url()).href)
  await page.getByRole('link', { name: /^Run failed/ }).last().click()
  await page.getByRole('button', { name: 'Run again' }).click()
  await page.getByRole('menuitem', { name: 'What failed' }).click()
  await page.getByRole('dialog', { name: 'Run what failed again?' }).waitFor()
  assert.ok(await page.getByLabel('Only what failed').isChecked())
})
