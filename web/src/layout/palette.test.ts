import { describe, expect, it } from 'vitest'
import { actionsAt, matchingActions } from './palette'

const names = (path: string, text: string, admin = false) => matchingActions(actionsAt(path, admin), text).map((action) => action.words)

describe('the palette', () => {
  it('offers the tabs of the dag that is open', () => {
    expect(names('/dags/a%20b/runs/x', 'graph')).toEqual(['Graph of a b'])
    expect(names('/dags', 'graph')).toEqual([])
  })
  it('finds by other words too, best beginnings first', () => {
    expect(names('/', 'dark')).toEqual(['Switch light and dark'])
    expect(names('/dags/users_daily', 'users', true)[0]).toBe('Users')
  })
  it('says nothing before something is typed', () => { expect(names('/', '  ')).toEqual([]) })
  it('has users for administrators alone', () => { expect(names('/', 'people')).toEqual([]) })
})
