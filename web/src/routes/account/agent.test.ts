import { describe, expect, it } from 'vitest'
import { agentWords } from './agent'

describe('agentWords', () => {
  it('names browser and system', () => {
    expect(agentWords('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0')).toBe('Firefox on Linux')
    expect(agentWords('Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0')).toBe('Edge on Windows')
    expect(agentWords('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1')).toBe('Safari on iPhone')
  })
  it('names a program that is no browser, and none', () => {
    expect(agentWords('python-requests/2.32.3')).toBe('python-requests')
    expect(agentWords('')).toBe('unknown')
  })
})
