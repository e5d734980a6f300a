import { describe, expect, it } from 'vitest'
import { PAGE, STATES, stateVariables, type Scheme, type StateEntry } from './state-table'

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = parseInt(hex.slice(at, at + 2), 16) / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

describe.each<Scheme>(['light', 'dark'])('state colours, %s', (scheme) => {
  it.each(Object.entries(STATES))('%s is readable', (_, entry: StateEntry) => {
    const { fg, bg, solid } = entry[scheme]
    expect(contrast(fg, bg)).toBeGreaterThanOrEqual(4.5)
    expect(contrast(fg, PAGE[scheme])).toBeGreaterThanOrEqual(4.5)
    expect(contrast(solid, PAGE[scheme])).toBeGreaterThanOrEqual(3)
  })
})

describe('state words', () => {
  it('differ from each other, as do the icons', () => {
    const entries = Object.values(STATES)
    expect(new Set(entries.map((e) => e.word)).size).toBe(entries.length)
    expect(new Set(entries.map((e) => e.icon)).size).toBe(entries.length)
  })
  it('become custom properties', () => {
    expect(stateVariables('dark')['--state-failed-solid']).toBe('#ef4444')
  })
})
