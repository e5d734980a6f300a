import { Button, Chip, Group, Skeleton, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { IconMoodEmpty, IconNotebook, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { dagsQuery } from '../../api/dags'
import { Command } from '../../parts/Command'
import { Empty } from '../../parts/Empty'
import { PageHead } from '../../parts/PageHead'
import { Problem } from '../../parts/Problem'
import { LAST_STATES, type DagsSearch } from '../../search-params'
import { STATES } from '../../state-table'
import { DagTable } from './DagTable'
import { countByState, matching } from './filters'

/** Rows that are drawn at once, so that thousands of dags do not make the page slow. */
const PAGE = 100

export function Dags() {
  const [shown, setShown] = useState(PAGE)
  const search = useSearch({ from: '/inside/dags' })
  const navigate = useNavigate({ from: '/dags' })
  const { data, error, refetch, isPending } = useQuery(dagsQuery)
  const set = (change: DagsSearch) => { void navigate({ search: (before) => ({ ...before, ...change }), replace: true }) }
  const all = data ?? []
  const found = matching(all, search)
  const counts = countByState(all)
  return (
    <>
      <PageHead title="Dags" />
      <Problem error={error} retry={() => { void refetch() }} />
      {isPending && error === null && <Stack gap={6}>{[0, 1, 2, 3, 4].map((i) => <Skeleton key={i} h={44} />)}</Stack>}
      {data !== undefined && all.length === 0 && <NoDags />}
      {all.length > 0 && (
        <>
          <Group gap="xs" mb="sm">
            <TextInput
              placeholder="Name, owner or tag" leftSection={<IconSearch size={15} />} w={240} aria-label="Filter dags"
              value={search.q ?? ''} onChange={(event) => { set({ q: event.currentTarget.value || undefined }) }}
            />
            <Group gap={6} role="group" aria-label="Filter by last run">
              {LAST_STATES.filter((state) => counts[state] !== undefined || search.state === state).map((state) => (
                <Chip key={state} size="xs" checked={search.state === state} onChange={(on) => { set({ state: on ? state : undefined }) }}>
                  {STATES[state].word} {counts[state] ?? 0}
                </Chip>
              ))}
              <Chip size="xs" checked={search.paused === true} onChange={(on) => { set({ paused: on ? true : undefined }) }}>
                paused {all.filter((dag) => dag.paused).length}
              </Chip>
            </Group>
          </Group>
          {found.length === 0
            ? <Empty title="No dag matches" icon={<IconMoodEmpty size={28} />}>Take a filter away to see the other {all.length}.</Empty>
            : (
              <>
                <DagTable dags={found.slice(0, shown)} />
                {found.length > shown && <Button variant="default" mt="sm" onClick={() => { setShown(shown + PAGE) }}>Show {Math.min(PAGE, found.length - shown)} more of {found.length}</Button>}
              </>
            )}
        </>
      )}
    </>
  )
}

export function NoDags() {
  return (
    <Empty title="No dag yet" icon={<IconNotebook size={30} />}>
      A dag is a notebook with a schedule. In a terminal of your JupyterLab, make one with <Command text="dag create notebook" />, look at what it made,
      and send it here with <Command text="dag push" />. It is checked first; each problem comes with its file, line and remedy.
    </Empty>
  )
}
