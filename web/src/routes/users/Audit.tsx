import { Button, Group, Paper, Select, Skeleton, Table, Text, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useInfiniteQuery } from '@tanstack/react-query'
import { IconHistory, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { AUDIT_RESULTS, auditQuery, type AuditEntry } from '../../api/audit'
import { Empty } from '../../parts/Empty'
import { Problem } from '../../parts/Problem'
import { Time } from '../../parts/Time'
import { deedInWords } from '../../words'
import type { PartProps } from './People'
import styles from './Users.module.css'

const DAY = 86_400_000

/** Who did what, to what, and how it ended. */
export function Audit({ search, onSearch }: PartProps) {
  const { q, actor, result, from, to } = search
  const filter = { q, actor, result, from: from === undefined ? undefined : new Date(from).toISOString(), to: to === undefined ? undefined : new Date(Date.parse(to) + DAY).toISOString() }
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery(auditQuery(filter))
  const entries = data?.pages.flatMap((page) => page.entries) ?? []
  return (
    <>
      <Filters search={search} onSearch={onSearch} />
      <Problem error={error} retry={() => { void refetch() }} />
      {data === undefined && error === null && <Skeleton h={240} />}
      {data !== undefined && entries.length === 0 && <Empty title="Nothing fits" icon={<IconHistory size={26} />}>Every change and every login is written down here, refused ones too. Take a filter off to see more.</Empty>}
      {entries.length > 0 && (
        <Paper withBorder style={{ overflowX: 'auto' }}>
          <Table aria-label="Audit log" verticalSpacing={6}>
            <Table.Thead><Table.Tr><Table.Th>When</Table.Th><Table.Th>Who</Table.Th><Table.Th>What</Table.Th><Table.Th visibleFrom="sm">Result</Table.Th><Table.Th visibleFrom="sm">From</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>{entries.map((entry) => <Entry key={entry.id} entry={entry} />)}</Table.Tbody>
          </Table>
        </Paper>
      )}
      {hasNextPage && <Button variant="default" mt="sm" loading={isFetchingNextPage} onClick={() => { void fetchNextPage() }}>Older entries</Button>}
    </>
  )
}

function Entry({ entry }: { entry: AuditEntry }) {
  const result = <span className={styles.result} data-result={entry.result}>{entry.result}{entry.detail === '' ? '' : `: ${entry.detail}`}</span>
  return (
    <Table.Tr>
      <Table.Td style={{ whiteSpace: 'nowrap' }}><Time iso={entry.at} /></Table.Td>
      <Table.Td>{entry.actor || <span className={styles.quiet}>{entry.actor_kind === 'command' ? 'this machine' : 'nobody known'}</span>}{entry.actor_kind !== 'user' && entry.actor_kind !== 'nobody' && <span className={styles.quiet}> by {entry.actor_kind}</span>}</Table.Td>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>{deedInWords(entry.action)} <strong>{entry.object}</strong><Text component="div" size="xs" hiddenFrom="sm">{result}</Text></Table.Td>
      <Table.Td visibleFrom="sm">{result}</Table.Td>
      <Table.Td visibleFrom="sm" className={styles.quiet}>{entry.address}</Table.Td>
    </Table.Tr>
  )
}

function Filters({ search, onSearch }: PartProps) {
  const [text, setText] = useState(search.q ?? '')
  const [actor, setActor] = useState(search.actor ?? '')
  const ask = useDebouncedCallback((to: PartProps['search']) => { onSearch(to) }, 250)
  return (
    <Group gap="xs" mb="sm">
      <TextInput aria-label="Search the audit log" placeholder="Anything" leftSection={<IconSearch size={15} />} value={text} w={{ base: '100%', sm: 220 }} onChange={(event) => { setText(event.currentTarget.value); ask({ q: event.currentTarget.value.trim() || undefined }) }} />
      <TextInput aria-label="Done by" placeholder="Done by" value={actor} w={140} onChange={(event) => { setActor(event.currentTarget.value); ask({ actor: event.currentTarget.value.trim() || undefined }) }} />
      <Select aria-label="Result" placeholder="Any result" clearable w={130} data={[...AUDIT_RESULTS]} value={search.result ?? null} onChange={(to) => { onSearch({ result: AUDIT_RESULTS.find((one) => one === to) }) }} />
      <TextInput type="date" aria-label="From day" value={search.from ?? ''} onChange={(event) => { onSearch({ from: event.currentTarget.value || undefined }) }} />
      <TextInput type="date" aria-label="To day" value={search.to ?? ''} onChange={(event) => { onSearch({ to: event.currentTarget.value || undefined }) }} />
    </Group>
  )
}
