import { ActionIcon, Button, Group, Skeleton, Tabs, Tooltip } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { IconAdjustments, IconPlayerPlay } from '@tabler/icons-react'
import type { DagDetail } from '../../api/client'
import { dagQuery } from '../../api/dags'
import { hotkeys } from '../../keys'
import { Facts } from '../../parts/Facts'
import { PageHead } from '../../parts/PageHead'
import { PauseSwitch } from '../../parts/PauseSwitch'
import { PauseWords } from '../../parts/PauseWords'
import { Problem } from '../../parts/Problem'
import { StateBadge } from '../../parts/StateBadge'
import { TabRow } from '../../parts/TabRow'
import { Tag } from '../../parts/Tag'
import { Time } from '../../parts/Time'
import type { DagTab } from '../../search-params'
import { ACTIONS } from '../../words'
import { Backfills } from './Backfills'
import { Calendar } from './Calendar'
import { Code } from './Code'
import { Details } from './Details'
import { GraphTab } from './GraphTab'
import { Grid } from './Grid'
import { useRunNow } from './RunNow'

const TABS: readonly (readonly [DagTab, string])[] = [['grid', 'Runs'], ['graph', 'Graph'], ['calendar', 'Calendar'], ['backfills', 'Backfills'], ['code', 'Code'], ['details', 'Details']]

export function Dag() {
  const { dagId } = useParams({ from: '/inside/dags/$dagId' })
  const { data: dag, error, refetch } = useQuery(dagQuery(dagId))
  const { tab = 'grid' } = useSearch({ from: '/inside/dags/$dagId' })
  const navigate = useNavigate({ from: '/dags/$dagId' })
  const runNow = useRunNow(dagId)
  const show = (to: DagTab) => { void navigate({ search: (before) => ({ ...before, tab: to === 'grid' ? undefined : to }) }) }
  useHotkeys([
    ...hotkeys('gridGraph', () => { show(tab === 'grid' ? 'graph' : 'grid') }),
    ...hotkeys('run', runNow.start),
  ])
  const last = dag?.recent_runs.at(-1)
  return (
    <>
      <PageHead
        crumbs={[{ text: 'Dags', to: '/dags' }]} title={dagId} mono
        beside={<>{last !== undefined && <StateBadge state={last.state} />}{dag?.tags.map((tag) => <Tag key={tag}>{tag}</Tag>)}</>}
        actions={(
          <>
            {dag !== undefined && <PauseSwitch dagId={dagId} paused={dag.paused} labelled />}
            <Group gap={0} wrap="nowrap">
              <Button leftSection={<IconPlayerPlay size={15} />} onClick={runNow.start} loading={runNow.busy} style={{ borderTopRightRadius: 0, borderBottomRightRadius: 0 }}>{ACTIONS.runNow}</Button>
              <Tooltip label="Run with parameters">
                <ActionIcon size={30} onClick={runNow.ask} aria-label="Run with parameters" style={{ borderTopLeftRadius: 0, borderBottomLeftRadius: 0, marginLeft: 1 }}><IconAdjustments size={15} /></ActionIcon>
              </Tooltip>
            </Group>
          </>
        )}
      />
      <Problem error={error} retry={() => { void refetch() }} />
      {dag === undefined && error === null && <Skeleton h={300} />}
      {dag !== undefined && (
        <>
          <Head dag={dag} />
          <Tabs value={tab} onChange={(to) => { if (to !== null) show(to as DagTab) }} keepMounted={false}>
            <TabRow tabs={TABS} shown={tab} />
            <Tabs.Panel value="grid"><Grid dag={dag} /></Tabs.Panel>
            <Tabs.Panel value="graph"><GraphTab dag={dag} /></Tabs.Panel>
            <Tabs.Panel value="calendar"><Calendar dag={dag} /></Tabs.Panel>
            <Tabs.Panel value="backfills"><Backfills dag={dag} /></Tabs.Panel>
            <Tabs.Panel value="code"><Code dag={dag} /></Tabs.Panel>
            <Tabs.Panel value="details"><Details dag={dag} /></Tabs.Panel>
          </Tabs>
        </>
      )}
      {runNow.form}
    </>
  )
}

function Head({ dag }: { dag: DagDetail }) {
  return (
    <>
      {dag.description !== null && <p style={{ margin: '-8px 0 12px', color: 'var(--page-quiet)' }}>{dag.description}</p>}
      <Facts facts={[
        ['Schedule', dag.schedule_text],
        ['Next run', dag.paused ? <PauseWords key="p" pause={dag.pause} /> : dag.next_run_at === null ? 'none' : <Time key="next" iso={dag.next_run_at} both />],
        ['Owner', dag.owner],
        ['Runs as', dag.run_as],
        ['Tasks', dag.tasks.length],
      ]} />
    </>
  )
}
