import { Group, Pagination, Skeleton, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { IconMoodEmpty, IconNotebook } from '@tabler/icons-react'
import { dagsQuery } from '../../api/dags'
import { Command } from '../../parts/Command'
import { Empty } from '../../parts/Empty'
import { PageHead } from '../../parts/PageHead'
import { Problem } from '../../parts/Problem'
import { useStars } from '../../parts/stars'
import type { DagsSearch } from '../../search-params'
import { count } from '../../words'
import { DagFilters } from './DagFilters'
import { DagTable } from './DagTable'
import { PAGE, filterOf } from './filters'

/** Long enough for the next letter of a word that is being typed, in milliseconds. */
const TYPING = 120

export function Dags() {
  const search = useSearch({ from: '/inside/dags' })
  const navigate = useNavigate({ from: '/dags' })
  const { stars } = useStars()
  const [q] = useDebouncedValue(search.q, TYPING)
  const { data, error, refetch, isPending } = useQuery(dagsQuery(filterOf({ ...search, q }, stars)))
  const set = (change: DagsSearch) => { void navigate({ search: (before) => ({ ...before, page: undefined, ...change }), replace: true }) }
  const nothing = data !== undefined && data.owners.length === 0
  return (
    <>
      <PageHead title="Dags" />
      <Problem error={error} retry={() => { void refetch() }} />
      {isPending && error === null && <Stack gap={6}>{[0, 1, 2, 3, 4].map((i) => <Skeleton key={i} h={44} />)}</Stack>}
      {nothing && <NoDags />}
      {data !== undefined && !nothing && (
        <>
          <DagFilters list={data} search={search} set={set} />
          {data.total > 0 && data.dags.length === 0 ? <Empty title="There is no such page" icon={<IconMoodEmpty size={28} />}>The list ends before it.</Empty> : data.total === 0 ? <NoMatch search={search} /> : <DagTable dags={data.dags} search={search} set={set} />}
          {(data.total > PAGE || (search.page ?? 1) > 1) && (
            <Group mt="sm" justify="space-between">
              <Text size="sm" c="var(--page-quiet)" role="status">{data.dags.length > 0 && `${PAGE * ((search.page ?? 1) - 1) + 1}–${PAGE * ((search.page ?? 1) - 1) + data.dags.length} of `}{count(data.total, 'dag')}</Text>
              <Pagination
                size="sm" total={Math.ceil(data.total / PAGE)} value={search.page ?? 1}
                onChange={(page) => { set({ page: page === 1 ? undefined : page }); window.scrollTo({ top: 0 }) }}
                getItemProps={(page) => ({ 'aria-label': `Page ${page}` })}
              />
            </Group>
          )}
        </>
      )}
    </>
  )
}

function NoMatch({ search }: { search: DagsSearch }) {
  if (search.starred === true) return <Empty title="No starred dag" icon={<IconMoodEmpty size={28} />}>The star beside a dag’s name puts it here.</Empty>
  return <Empty title="No dag matches" icon={<IconMoodEmpty size={28} />}>Take a filter away to see the others.</Empty>
}

export function NoDags() {
  return (
    <Empty title="No dag yet" icon={<IconNotebook size={30} />}>
      A dag is a notebook with a schedule. In a terminal of your JupyterLab, make one with <Command text="dag create notebook" />, look at what it made,
      and send it here with <Command text="dag push" />. It is checked first; each problem comes with its file, line and remedy.
    </Empty>
  )
}
