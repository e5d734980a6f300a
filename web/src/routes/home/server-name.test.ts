import { expect, test } from 'vitest'
import { nameOf } from './server-name'

test('a nickname becomes a plain name for addresses', () => {
  expect(nameOf('  Größe: 2 GPUs! ')).toBe('gro-e-2-gpus')
  expect(nameOf('big')).toBe('big')
  expect(nameOf('日本')).toBe('')
})
