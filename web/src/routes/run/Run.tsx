import { Anchor, Button, Modal, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { IconPlayerStop } from '@tabler/icons-react'
import type { RunDetail } from '../../api/client'
import { runQuery, runsQuery, useCancelRun } from '../../api/runs'
import { LazyGraph } from '../../graph/LazyGraph'
import { Facts } from '../../parts/Facts'
import { Neighbours } from '../../parts/Neighbours'
import { PageHead } from '../../parts/PageHead'
import { Problem } from '../../parts/Problem'
import { StateBadge } from '../../parts/StateBadge'
import { Time, Took } from '../../parts/Time'
import { isActive } from '../../state-table'
import { runPath } from '../../paths'
import { absolute, duration } from '../../time'
import { ACTIONS, count, runKind, shortCommit } from '../../words'
import { DataLinks } from './DataLinks'
import { Gantt } from './Gantt'
import { RunAgain } from './RunAgain'
import { RunFailure } from './RunFailure'
import { TaskList } from './TaskList'
import { usualLength } from './usual'
import { useCorrectionKeys } from './useCorrectionKeys'

export function Run() {
  const { dagId, runId } = useParams({ from: '/inside/dags/$dagId/runs/$runId' })
  const { data: run, error, refetch } = useQuery(runQuery(dagId, runId))
  const active = run !== undefined && isActive(run.state)
  const dialog = useCorrectionKeys(dagId, () => ({ runIds: [runId], taskIds: [], name: 'all tasks of this run' }))
  return (
    <>
      {dialog}
      <PageHead
        crumbs={[{ text: 'Dags', to: '/dags' }, { text: dagId, to: '/dags/$dagId', params: { dagId } }]} title={runId} mono
        beside={run !== undefined && <StateBadge state={run.state} large />}
        actions={<><Neighbours dagId={dagId} runId={runId} pathOf={(id) => runPath(dagId, id)} />{run !== undefined && <RunAgain run={run} />}{active && <CancelRun run={run} />}</>}
      />
      <Problem error={error} retry={() => { void refetch() }} />
      {run === undefined && error === null && <Skeleton h={400} />}
      {run !== undefined && (
        <>
          <RunFacts run={run} />
          <RunFailure run={run} />
          <Stack gap="lg">
            <section><Title order={2} mb={6}>Tasks</Title><TaskList run={run} /></section>
            {run.tasks.some((task) => task.attempts.length > 0) && <section><Title order={2} mb={6}>Timeline</Title><Gantt run={run} /></section>}
            {run.tasks.length > 1 && <section><Title order={2} mb={6}>Graph</Title><LazyGraph dagId={dagId} runId={runId} tasks={run.tasks} height={340} /></section>}
          </Stack>
        </>
      )}
    </>
  )
}

function RunFacts({ run }: { run: RunDetail }) {
  const { data: others } = useQuery(runsQuery(run.dag_id, 200))
  const usual = usualLength(others?.runs ?? [], run.run_id)
  const instant = run.data_interval_start === run.data_interval_end
  return (
    <Facts facts={[
      ['Kind', runKind(run)],
      ...(run.sources.length === 0 ? [] : [['Came of', <DataLinks key="o" data={run.sources} />] as const]),
      ...(run.consequences.length === 0 ? [] : [['Its data started', <DataLinks key="q" data={run.consequences} />] as const]),
      ['Data interval', instant ? absolute(run.data_interval_start) : `${absolute(run.data_interval_start)} – ${absolute(run.data_interval_end)}`],
      ['Logical date', <Time key="l" iso={run.logical_date} both />],
      ['Started', <Time key="s" iso={run.started_at} both seconds />],
      ['Duration', <span key="d"><Took start={run.started_at} end={run.ended_at} running={isActive(run.state)} />{usual !== null && <span style={{ color: 'var(--page-quiet)' }}> (usual {duration(usual)})</span>}</span>],
      ...(run.deadline_missed_at === null ? [] : [['Deadline missed', <Time key="m" iso={run.deadline_missed_at} both />] as const]),
      ['Version', <Anchor key="v" component={Link} to="/dags/$dagId" params={{ dagId: run.dag_id } as never} search={{ tab: 'code', commit: run.commit } as never} title={run.commit} ff="monospace" inherit>{shortCommit(run.commit)}</Anchor>],
      ['Environment', <code key="e">{run.environment}</code>],
    ]} />
  )
}

function CancelRun({ run }: { run: RunDetail }) {
  const [opened, dialog] = useDisclosure(false)
  const cancel = useCancelRun(run.dag_id, run.run_id)
  const running = run.tasks.filter((task) => task.state === 'running').length
  const waiting = run.tasks.filter((task) => ['none', 'queued', 'up_for_retry'].includes(task.state)).length
  return (
    <>
      <Button variant="default" leftSection={<IconPlayerStop size={15} />} onClick={dialog.open}>{ACTIONS.cancelRun}</Button>
      <Modal opened={opened} onClose={dialog.close} title={<Text fw={600}>Cancel this run?</Text>}>
        <Stack gap="sm">
          <Text size="sm">
            {count(running, 'task attempt')} that {running === 1 ? 'is' : 'are'} running will be stopped, and {count(waiting, 'task')} will not start. What has ended stays as it is;
            a cancelled task can be retried.
          </Text>
          <Problem error={cancel.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={dialog.close}>Keep running</Button>
            <Button color="red" loading={cancel.isPending} onClick={() => { cancel.mutate(undefined, { onSuccess: dialog.close }) }}>Cancel it</Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}
