import { describe, expect, it } from 'vitest'
import { problemWords, providerHref } from './problems'

describe('the login page', () => {
  it('has words for the server’s codes and shows nothing else from the address', () => {
    expect(problemWords('not-allowed')).toContain('administrator')
    for (const other of ['Call 555-1234', 'constructor', undefined]) expect(problemWords(other)).toBeUndefined()
  })
  it('keeps where to go on', () => {
    expect(providerHref('/hub/oauth_login?provider=a', '/user/ana/lab?x=1')).toBe('/hub/oauth_login?provider=a&next=%2Fuser%2Fana%2Flab%3Fx%3D1')
  })
})
