import { describe, expect, it } from 'vitest'
import { attemptSearch, dagsSearch, safeNext } from './search-params'

describe('safeNext', () => {
  const origin = 'http://orrery.test:8000'
  it('stays on this server', () => {
    for (const evil of ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '\\\\evil', undefined, '/login?next=/login']) {
      expect(safeNext(evil, origin)).toEqual({ path: '/', fullLoad: false })
    }
  })
  it('keeps path, search and fragment', () => {
    expect(safeNext('/dags/a?tab=graph#x', origin)).toEqual({ path: '/dags/a?tab=graph#x', fullLoad: false })
  })
  it('loads anew what the server itself answers', () => {
    expect(safeNext('/hub/api/oauth2/authorize?client_id=x', origin).fullLoad).toBe(true)
    expect(safeNext('/users', origin).fullLoad).toBe(false)
  })
})

describe('search parameters', () => {
  it('drop nonsense', () => {
    expect(attemptSearch({ attempt: -1, tab: 'x' })).toEqual({})
    expect(dagsSearch({ q: 7, state: 'melted', paused: 'yes' })).toEqual({ q: '7' })
  })
})
