import { Button, Group, Paper, SegmentedControl, Select, Skeleton, Text, TextInput } from '@mantine/core'
import { useDebouncedCallback, useHotkeys } from '@mantine/hooks'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { IconSearch, IconUsers } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { groupsQuery } from '../../api/groups'
import { peopleQuery, PERSON_STATES, type PersonOrder } from '../../api/people'
import { hotkeys } from '../../keys'
import { Empty } from '../../parts/Empty'
import { Problem } from '../../parts/Problem'
import type { UsersSearch } from '../../search-params'
import { count } from '../../words'
import { Person } from './Person'
import { PersonRow } from './PersonRow'
import styles from './Users.module.css'

/** Pixels; the style sheet has the row's height, too. */
const ROW = 44
/** A page is asked for when so many rows are left below. */
const NEAR = 60
/** Pages; of more, each would be asked for again by itself. */
const MOST_ASKED_AGAIN = 3
const STATE_WORDS = { active: 'Active', ready: 'Running', inactive: 'Inactive', admin: 'Admins' } as const

export interface PartProps { readonly search: UsersSearch; readonly onSearch: (to: UsersSearch) => void }

/** All users, of whom only those in sight are drawn: there may be ten thousand. */
export function People({ search, onSearch, onInvite }: PartProps & { onInvite: (name: string) => void }) {
  const { q, state, group, sort } = search
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({ ...peopleQuery({ q, state, group, sort }), refetchInterval: (query) => ((query.state.data?.pages.length ?? 0) <= MOST_ASKED_AGAIN ? 15_000 : false) })
  const people = data?.pages.flatMap((page) => page.users) ?? []
  const total = data?.pages[0]?.total ?? 0
  const counts = data?.pages[0]?.counts
  const scroller = useRef<HTMLDivElement>(null)
  const filter = useRef<HTMLInputElement>(null)
  const [place, setPlace] = useState({ top: 0, height: 600 })
  const [at, setAt] = useState(-1)
  const first = Math.max(0, Math.floor(place.top / ROW) - 6)
  const last = Math.min(people.length, Math.ceil((place.top + place.height) / ROW) + 6)
  useEffect(() => { if (hasNextPage && !isFetchingNextPage && last > people.length - NEAR) void fetchNextPage() }, [hasNextPage, isFetchingNextPage, fetchNextPage, last, people.length])
  const move = (to: number) => {
    const next = Math.max(0, Math.min(people.length - 1, to))
    setAt(next)
    const box = scroller.current
    if (box === null) return
    if (next * ROW < box.scrollTop) box.scrollTo({ top: next * ROW })
    else if ((next + 1) * ROW > box.scrollTop + box.clientHeight) box.scrollTo({ top: (next + 1) * ROW - box.clientHeight })
  }
  const open = (name: string | undefined) => { onSearch({ user: name }) }
  useHotkeys([
    ...hotkeys('nextUser', () => { move(at + 1) }), ...hotkeys('previousUser', () => { move(at - 1) }), ...hotkeys('filterUsers', () => { filter.current?.focus() }),
    ['Enter', () => { if (document.activeElement === document.body || document.activeElement === scroller.current) open(people[at]?.name) }],
  ])
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === 'ArrowDown') move(at + 1)
    else if (event.key === 'ArrowUp') move(at - 1)
    else if (event.key === 'Home') move(0)
    else if (event.key === 'End') move(people.length - 1)
    else return
    event.preventDefault()
  }
  const shown = people.find((one) => one.name === search.user)
  const isFiltered = q !== undefined || state !== undefined || group !== undefined
  return (
    <>
      <Filters ref={filter} search={search} onSearch={(to) => { setAt(-1); scroller.current?.scrollTo({ top: 0 }); onSearch(to) }} />
      <Problem error={error} retry={() => { void refetch() }} />
      <Text size="sm" c="var(--page-quiet)" mb={6} role="status">
        {counts === undefined ? ' ' : `${isFiltered ? `${total.toLocaleString('en')} of ` : ''}${count(counts.users, 'user')}, ${counts.active.toLocaleString('en')} with a server, ${count(counts.administrators, 'administrator')}`}
      </Text>
      {data === undefined && error === null && <Skeleton h={320} />}
      {data !== undefined && people.length === 0 && (
        <Empty title="Nobody fits" icon={<IconUsers size={26} />}>
          {isFiltered ? <Button variant="default" mt={6} onClick={() => { onSearch({ q: undefined, state: undefined, group: undefined }) }}>Show all users</Button> : 'There is no user yet. Add one, or let people log in through a provider.'}
        </Empty>
      )}
      {people.length > 0 && (
        <Paper withBorder className={styles.table} role="table" aria-label="Users" aria-rowcount={total + 1}>
          <Head search={search} onSearch={onSearch} />
          <div
            ref={scroller} className={styles.scroller} tabIndex={0} role="rowgroup" aria-label="Rows" onKeyDown={onKeyDown}
            style={{ height: `min(calc(100dvh - 300px), ${Math.max(3, people.length) * ROW + 2}px)` }}
            onScroll={(event) => { const { scrollTop, clientHeight } = event.currentTarget; setPlace({ top: ROW * Math.floor(scrollTop / ROW), height: clientHeight }) }}
          >
            <div style={{ height: people.length * ROW, position: 'relative' }}>
              {people.slice(first, last).map((one, i) => (
                <PersonRow key={one.name} person={one} at={first + i} top={(first + i) * ROW} isCurrent={first + i === at} onOpen={() => { setAt(first + i); open(one.name) }} />
              ))}
            </div>
          </div>
        </Paper>
      )}
      <Person listed={shown} name={search.user} onClose={() => { open(undefined) }} onInvite={onInvite} />
    </>
  )
}

function Filters({ search, onSearch, ref }: PartProps & { ref: React.Ref<HTMLInputElement> }) {
  const [text, setText] = useState(search.q ?? '')
  const { data: groups } = useQuery(groupsQuery)
  const ask = useDebouncedCallback((to: string) => { onSearch({ q: to.trim() || undefined }) }, 150)
  return (
    <Group gap="xs" mb="xs">
      <TextInput ref={ref} aria-label="Filter users" placeholder="Name" leftSection={<IconSearch size={15} />} value={text} w={{ base: '100%', sm: 220 }} onChange={(event) => { setText(event.currentTarget.value); ask(event.currentTarget.value) }} />
      <SegmentedControl
        aria-label="Which users" value={search.state ?? ''} className={styles.states}
        data={[{ value: '', label: 'All' }, ...PERSON_STATES.map((state) => ({ value: state, label: STATE_WORDS[state] }))]}
        onChange={(to) => { onSearch({ state: PERSON_STATES.find((state) => state === to) }) }}
      />
      {groups !== undefined && groups.length > 0 && <Select aria-label="Group" placeholder="Any group" clearable searchable w={160} data={groups.map((one) => one.name)} value={search.group ?? null} onChange={(to) => { onSearch({ group: to ?? undefined }) }} />}
    </Group>
  )
}

function Head({ search, onSearch }: PartProps) {
  const sort = search.sort ?? 'name'
  const button = (order: PersonOrder, words: string) => {
    const active = sort === order ? 'ascending' : sort === `-${order}` ? 'descending' : 'none'
    return (
      <span role="columnheader" aria-sort={active} data-column={order}>
        <button type="button" onClick={() => { onSearch({ sort: sort === order ? `-${order}` : order === 'name' ? undefined : sort === `-${order}` ? order : `-${order}` }) }}>
          {words}{active === 'ascending' ? ' ↑' : active === 'descending' ? ' ↓' : ''}
        </button>
      </span>
    )
  }
  return (
    <div className={styles.head} role="row">
      {button('name', 'Name')}<span role="columnheader" data-column="server">Server</span>{button('last_activity', 'Active')}
      <span role="columnheader" data-column="groups">Groups</span>{button('created_at', 'Added')}<span role="columnheader" aria-label="Actions" />
    </div>
  )
}
