import { expect, test } from 'vitest'
import { choiceOf, remembered } from './profile-choice'

const memory = { name: 'memory', display_name: 'Memory', choices: [{ slug: 'four', display_name: '4 GB', is_default: false }, { slug: 'eight', display_name: '8 GB', is_default: true }], unlisted: { display_name: 'Other', pattern: '.*' } }
const profiles = [
  { slug: 'small', display_name: 'Small', description: '', is_default: true, options: [] },
  { slug: 'large', display_name: 'Large', description: '', is_default: false, options: [memory] },
]

test('the last choice is remembered as far as it is there still', () => {
  expect(remembered(profiles, {})).toEqual({ profile: 'small' })
  expect(remembered(profiles, { profile: 'large', memory: 'four' })).toEqual({ profile: 'large', memory: 'four' })
  expect(remembered(profiles, { profile: 'large', memory: 'gone' })).toEqual({ profile: 'large', memory: 'eight' })
  expect(remembered(profiles, { profile: 'large', 'memory--unlisted-choice': '12G' })).toEqual({ profile: 'large', 'memory--unlisted-choice': '12G' })
  expect(remembered(profiles, { profile: 'gone' })).toEqual({ profile: 'small' })
  expect(remembered([], { profile: 'large' })).toEqual({})
})

test('a value of one’s own stands in place of a choice', () => {
  expect(choiceOf(memory, { memory: 'four' })).toBe('four')
  expect(choiceOf(memory, { memory: 'four', 'memory--unlisted-choice': '12G' })).toBe('')
})
