import { expect, it } from 'vitest'
import { waitingFor } from './affected'

it('waitingFor reaches through other tasks', () => {
  const tasks = [{ task_id: 'c', after: ['b'] }, { task_id: 'b', after: ['a'] }, { task_id: 'a', after: [] }, { task_id: 'x', after: [] }]
  expect(waitingFor(tasks, 'a')).toEqual(['c', 'b'])
  expect(waitingFor(tasks, 'x')).toEqual([])
})
