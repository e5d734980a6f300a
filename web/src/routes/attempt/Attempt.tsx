import { Button, Skeleton, Tabs, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { IconDownload } from '@tabler/icons-react'
import type { AttemptDetail, RunDetail, Task } from '../../api/client'
import { attemptQuery, downloadUrl, notebookQuery, type AttemptKey } from '../../api/attempts'
import { instanceQuery, runQuery } from '../../api/runs'
import { cellAnchor } from '../../notebook/Notebook'
import { failingLine } from '../../notebook/model'
import { Empty } from '../../parts/Empty'
import { Facts } from '../../parts/Facts'
import { Neighbours } from '../../parts/Neighbours'
import { PageHead } from '../../parts/PageHead'
import { ParameterTable } from '../../parts/ParameterTable'
import { Problem } from '../../parts/Problem'
import { StateBadge } from '../../parts/StateBadge'
import { TabRow } from '../../parts/TabRow'
import { Time, Took } from '../../parts/Time'
import { taskPath } from '../../paths'
import type { AttemptTab } from '../../search-params'
import { STATES, isActive } from '../../state-table'
import { ACTIONS, shortCommit } from '../../words'
import { RetryButton } from '../run/RetryButton'
import { useCorrectionKeys } from '../run/useCorrectionKeys'
import { Before } from './Before'
import { Failure, failingCellId } from './Failure'
import { LogView } from './LogView'
import { Output } from './Output'
import { Resources } from './Resources'

/** One task of a run: its attempts, and of the chosen one the failure first, then output, log and parameters. */
export function Attempt() {
  const { dagId, runId, taskId } = useParams({ from: '/inside/dags/$dagId/runs/$runId/tasks/$taskId' })
  const { attempt: wished, map_index: mapIndex } = useSearch({ from: '/inside/dags/$dagId/runs/$runId/tasks/$taskId' })
  const navigate = useNavigate({ from: '/dags/$dagId/runs/$runId/tasks/$taskId' })
  const { data: run, error, refetch } = useQuery(runQuery(dagId, runId))
  const { data: instance } = useQuery({ ...instanceQuery(dagId, runId, taskId, mapIndex ?? 0), enabled: mapIndex !== undefined })
  const task = mapIndex === undefined ? run?.tasks.find((one) => one.task_id === taskId) : instance ?? undefined
  const number = wished ?? task?.attempts.at(-1)?.attempt
  const shown = task?.attempts.find((one) => one.attempt === number)
  const key = number === undefined ? null : { dagId, runId, taskId, attempt: number, mapIndex }
  const dialog = useCorrectionKeys(dagId, () => ({ runIds: [runId], taskIds: [taskId], name: taskId }))
  return (
    <>
      {dialog}
      <PageHead
        crumbs={[
          { text: 'Dags', to: '/dags' },
          { text: dagId, to: '/dags/$dagId', params: { dagId } },
          { text: runId, to: '/dags/$dagId/runs/$runId', params: { dagId, runId } },
        ]}
        title={mapIndex === undefined ? taskId : `${taskId}[${mapIndex}]`} mono
        beside={<StateBadge state={shown?.state ?? task?.state ?? 'none'} large />}
        actions={(
          <>
            <Neighbours dagId={dagId} runId={runId} pathOf={(id) => taskPath(dagId, id, taskId)} />
            {key !== null && <Download attemptKey={key} />}
            {run !== undefined && task !== undefined && (
              <RetryButton run={run} task={task} prominent onRetried={() => { void navigate({ search: (before) => ({ ...before, attempt: undefined }) }) }} />
            )}
          </>
        )}
      />
      <Problem error={error} retry={() => { void refetch() }} />
      {run === undefined && error === null && <Skeleton h={400} />}
      {run !== undefined && task === undefined && (mapIndex === undefined || instance === null) && <Empty title={`This run has no task ${taskId}`}>Its tasks are {run.tasks.map((one) => one.task_id).join(', ')}.</Empty>}
      {task !== undefined && task.attempts.length > 1 && number !== undefined && <Attempts task={task} shown={number} />}
      {task !== undefined && key === null && <NotStarted task={task} />}
      {run !== undefined && key !== null && <Shown key={key.attempt} attemptKey={key} run={run} isNotebook={task?.notebook !== ''} />}
    </>
  )
}

function Download({ attemptKey }: { attemptKey: AttemptKey }) {
  const { data: attempt } = useQuery(attemptQuery(attemptKey))
  if (attempt?.has_notebook !== true) return null
  return <Button component="a" href={downloadUrl(attemptKey)} download variant="default" leftSection={<IconDownload size={15} />}>{ACTIONS.download}</Button>
}

function Attempts({ task, shown }: { task: Task; shown: number }) {
  const navigate = useNavigate({ from: '/dags/$dagId/runs/$runId/tasks/$taskId' })
  return (
    <Tabs value={String(shown)} onChange={(to) => { void navigate({ search: (before) => ({ ...before, attempt: Number(to) }) }) }} variant="pills" mb="md" aria-label="Attempts">
      <Tabs.List>
        {task.attempts.map((one) => <Tabs.Tab key={one.attempt} value={String(one.attempt)} size="xs">Attempt {one.attempt} · {STATES[one.state].word}</Tabs.Tab>)}
      </Tabs.List>
    </Tabs>
  )
}

function NotStarted({ task }: { task: Task }) {
  return (
    <Empty title={task.state === 'upstream_failed' ? 'It did not start: a task before it failed' : 'It has not started yet'}>
      {task.after.length === 0 ? 'It starts when there is room for it.' : `It waits for ${task.after.join(', ')}.`}
    </Empty>
  )
}

const TABS: readonly (readonly [AttemptTab, string])[] = [['output', 'Output'], ['log', 'Log'], ['parameters', 'Parameters'], ['resources', 'Resources']]

function Shown({ attemptKey, run, isNotebook }: { attemptKey: AttemptKey; run: RunDetail; isNotebook: boolean }) {
  const { data: attempt, error, refetch } = useQuery(attemptQuery(attemptKey))
  const { tab: chosen } = useSearch({ from: '/inside/dags/$dagId/runs/$runId/tasks/$taskId' })
  const navigate = useNavigate({ from: '/dags/$dagId/runs/$runId/tasks/$taskId' })
  const active = attempt !== undefined && isActive(attempt.state)
  const notebook = useQuery({ ...notebookQuery(attemptKey, active), enabled: attempt?.has_notebook === true })
  if (error !== null && attempt === undefined) return <Problem error={error} retry={() => { void refetch() }} />
  if (attempt === undefined) return <Skeleton h={400} />
  const first = firstTab(attempt, isNotebook)
  const tab = chosen ?? first
  const show = (to: AttemptTab) => { void navigate({ search: (before) => ({ ...before, tab: to === first ? undefined : to }), hash: '' }) }
  return (
    <>
      <AttemptFacts attempt={attempt} run={run} />
      {attempt.error !== null && <Failure error={attempt.error} notebook={notebook.data} onShowCell={() => { if (tab !== 'output') show('output') }} />}
      {attempt.error !== null && attempt.state === 'failed' && <Before run={run} taskId={attemptKey.taskId} attempt={attempt} error={attempt.error} />}
      <Tabs value={tab} onChange={(to) => { if (to !== null) show(to as AttemptTab) }} keepMounted={false}>
        <TabRow tabs={isNotebook ? TABS : TABS.slice(1)} shown={tab} />
        <Tabs.Panel value="output">
          <Output
            attempt={attempt} notebook={notebook.data} error={notebook.error}
            failingCell={failingCellId(attempt.error, notebook.data)} failingLine={attempt.error === null ? null : failingLine(attempt.error.traceback)}
          />
        </Tabs.Panel>
        <Tabs.Panel value="log"><LogView attemptKey={attemptKey} /></Tabs.Panel>
        <Tabs.Panel value="parameters">
          <ParameterTable values={attempt.parameters} empty="This attempt was given no parameters." />
          {Object.keys(attempt.outputs).length > 0 && (
            <>
              <Title order={3} size="h5" mt="md" mb={6}>Handed on</Title>
              <ParameterTable values={attempt.outputs} empty="" />
            </>
          )}
        </Tabs.Panel>
        <Tabs.Panel value="resources"><Resources attempt={attempt} onCell={(cell) => { void navigate({ search: (before) => ({ ...before, tab: undefined }), hash: cellAnchor(cell.cell_id ?? '') }) }} /></Tabs.Panel>
      </Tabs>
    </>
  )
}

/** What is looked at first: the notebook, or else, where there is none and will be none, the log. */
function firstTab(attempt: AttemptDetail, isNotebook: boolean): AttemptTab {
  return isNotebook && (attempt.has_notebook || isActive(attempt.state)) ? 'output' : 'log'
}

function AttemptFacts({ attempt, run }: { attempt: AttemptDetail; run: RunDetail }) {
  return (
    <Facts facts={[
      ['Started', <Time key="s" iso={attempt.started_at} both seconds />],
      ['Duration', <Took key="d" start={attempt.started_at} end={attempt.ended_at} running={isActive(attempt.state)} />],
      ['Cells', attempt.cells_total === null ? '–' : `${attempt.cells_done} of ${attempt.cells_total}`],
      ['Logical date', <Time key="l" iso={run.logical_date} both />],
      ['Version', <code key="v" title={run.commit}>{shortCommit(run.commit)}</code>],
      ['Environment', <code key="e">{run.environment}</code>],
      ...(attempt.exit_code === null || attempt.exit_code === 0 ? [] : [['Exit code', attempt.exit_code] as const]),
    ]} />
  )
}
