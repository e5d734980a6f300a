import { Button, Chip, Group, Select, TextInput } from '@mantine/core'
import { IconSearch, IconStar } from '@tabler/icons-react'
import type { DagList } from '../../api/dags'
import { StateIcon } from '../../parts/StateBadge'
import { LAST_STATES, type DagsSearch } from '../../search-params'
import { STATES } from '../../state-table'

/** What the list is narrowed by; each chip says how many dags it would leave. */
export function DagFilters({ list, search, set }: { list: DagList; search: DagsSearch; set: (change: DagsSearch) => void }) {
  const { counts, owners, tags } = list
  const narrowed = Object.entries(search).some(([name, value]) => value !== undefined && name !== 'sort' && name !== 'page')
  return (
    <Group gap="xs" mb="sm">
      <TextInput
        placeholder="Name, owner or tag" leftSection={<IconSearch size={15} />} w={230} size="xs" aria-label="Filter dags"
        value={search.q ?? ''} onChange={(event) => { set({ q: event.currentTarget.value || undefined }) }}
      />
      <Select size="xs" w={130} placeholder="Owner" aria-label="Owner" data={owners} value={search.owner ?? null} onChange={(owner) => { set({ owner: owner ?? undefined }) }} searchable clearable limit={100} />
      {tags.length > 0 && <Select size="xs" w={130} placeholder="Tag" aria-label="Tag" data={tags} value={search.tag ?? null} onChange={(tag) => { set({ tag: tag ?? undefined }) }} searchable clearable limit={100} />}
      <Group gap={6} role="group" aria-label="Filter by last run">
        {LAST_STATES.filter((state) => counts.states[state] !== undefined || search.state === state).map((state) => (
          <Chip key={state} size="xs" checked={search.state === state} onChange={(on) => { set({ state: on ? state : undefined }) }} icon={<StateIcon state={state} size={12} />}>
            {STATES[state].word} {counts.states[state] ?? 0}
          </Chip>
        ))}
        <Chip size="xs" checked={search.paused === true} onChange={(on) => { set({ paused: on ? true : undefined }) }}>paused {counts.paused}</Chip>
        <Chip size="xs" checked={search.starred === true} onChange={(on) => { set({ starred: on ? true : undefined }) }} icon={<IconStar size={12} />}>starred</Chip>
      </Group>
      {narrowed && <Button size="compact-xs" variant="subtle" onClick={() => { set({ q: undefined, state: undefined, paused: undefined, owner: undefined, tag: undefined, starred: undefined }) }}>Clear filters</Button>}
    </Group>
  )
}
