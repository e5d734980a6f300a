import assert from 'node:assert/strict'
import { test } from 'node:test'
import { site } from './harness.mjs'

const { open } = site()
const LIMIT = { timeout: 180_000 }

const rows = (page) => page.locator('[role=row][aria-rowindex]')
const until = async (page, pattern) => { await page.waitForURL(pattern, { waitUntil: 'commit' }) }

test('of ten thousand users only those in sight are drawn, and more come as one scrolls', LIMIT, async (t) => {
  const page = await open(t, '/users', { as: 'many' })
  await page.getByText('10,000 users').waitFor()
  const list = page.getByRole('rowgroup', { name: 'Rows' })
  for (let i = 0; i < 8; i++) {
    await list.evaluate((box) => { box.scrollTop = box.scrollHeight })
    await page.waitForFunction((least) => document.querySelector('[aria-label=Rows] > div').clientHeight >= least, 200 * 44 * Math.min(i + 2, 9))
  }
  assert.ok(await rows(page).count() < 60, `${await rows(page).count()} rows`)
  assert.ok(Number(await rows(page).last().getAttribute('aria-rowindex')) > 1500)
})

test('the filter, the state and the order stand in the address', LIMIT, async (t) => {
  const page = await open(t, '/users')
  await page.getByRole('textbox', { name: 'Filter users' }).fill('ana')
  await until(page, /q=ana/)
  await page.getByText('1 of 8 users').waitFor()
  await page.getByRole('textbox', { name: 'Filter users' }).fill('')
  await page.locator('input[type=radio][value=ready]').evaluate((one) => { one.click() })
  await until(page, /state=ready/)
  await page.getByText('2 of 8 users').waitFor()
  await page.getByRole('button', { name: 'Active' }).click()
  await until(page, /sort=-last_activity/)
  await page.reload()
  await page.getByText('2 of 8 users').waitFor()
})

test('keys go through the users, Enter opens one, Escape closes it', LIMIT, async (t) => {
  const page = await open(t, '/users')
  await rows(page).first().waitFor()
  await page.locator('body').press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await until(page, /user=ana/)
  await page.getByRole('region', { name: 'Tokens' }).getByText('nightly export').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('region', { name: 'Tokens' }).waitFor({ state: 'detached' })
})

test('a server is stopped, a right is taken back by undo, a user is deleted by name', LIMIT, async (t) => {
  const page = await open(t, '/users')
  await page.getByRole('button', { name: 'Stop server of fatima' }).click()
  await page.getByRole('button', { name: 'Start server of fatima' }).waitFor()
  await page.getByRole('button', { name: 'ben', exact: true }).click()
  await page.locator('input[role=switch]').evaluate((one) => { one.click() })
  await page.getByText('ben is an administrator now.').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('ben is an ordinary user now.').waitFor()
  await page.getByRole('button', { name: 'Delete user' }).click()
  assert.ok(await page.getByRole('button', { name: 'Delete user' }).isDisabled())
  await page.getByLabel('Type ben to delete').fill('ben')
  await page.getByRole('button', { name: 'Delete user' }).click()
  await page.getByText('ben is deleted.').waitFor()
})

test('the audit log is searched, and its address brings the search back', LIMIT, async (t) => {
  const page = await open(t, '/users?tab=audit')
  await page.getByRole('table', { name: 'Audit log' }).waitFor()
  await page.getByRole('textbox', { name: 'Done by' }).fill('culler')
  await until(page, /actor=culler/)
  await page.reload()
  await page.getByRole('table', { name: 'Audit log' }).getByText('stop server').first().waitFor()
  assert.equal(await page.getByRole('table', { name: 'Audit log' }).getByText('bad-login').count(), 0)
})
