import { expect, test } from 'vitest'
import { countsOf, itemText, pagesInSight, total } from './instances-model'

test('counts stand with the worst first, and states that none is in are left out', () => {
  const task = { counts: { success: 990, failed: 3, queued: 7, none: 0 } }
  expect(countsOf(task)).toEqual([['failed', 3], ['queued', 7], ['success', 990]])
  expect(total(task, null)).toBe(1000)
  expect(total(task, 'queued')).toBe(7)
  expect(total({}, null)).toBe(0)
})

test('only the pages in sight are asked for', () => {
  expect(pagesInSight(0, 15, 100)).toEqual([0])
  expect(pagesInSight(95, 110, 100)).toEqual([0, 1])
  expect(pagesInSight(100, 200, 100)).toEqual([1])
  expect(pagesInSight(0, 0, 100)).toEqual([])
})

test('an item is shown as it is written', () => {
  expect(itemText('Oslo')).toBe('Oslo')
  expect(itemText({ city: 'Oslo', n: 1 })).toBe('{"city":"Oslo","n":1}')
  expect(itemText(null)).toBe('null')
  expect(itemText(undefined)).toBe('')
  expect(itemText('x'.repeat(400))).toHaveLength(301)
})
