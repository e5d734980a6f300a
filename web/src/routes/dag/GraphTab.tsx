import { Group, Select, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { DagDetail } from '../../api/client'
import { runQuery, runsQuery } from '../../api/runs'
import { LazyGraph } from '../../graph/LazyGraph'
import type { GraphTask } from '../../graph/layout'
import { STATES } from '../../state-table'
import { absolute } from '../../time'
import { folded, groupsOf } from './fold'
import { GroupFolds, useFolded } from './GroupFolds'
import { TaskFilter } from './TaskFilter'
import { around } from './reach'

/** The tasks as a graph, with the states of one run; an old run shows its own tasks. */
export function GraphTab({ dag }: { dag: DagDetail }) {
  const { run: wished, task, reach } = useSearch({ from: '/inside/dags/$dagId' })
  const navigate = useNavigate({ from: '/dags/$dagId' })
  const { data } = useQuery(runsQuery(dag.dag_id))
  const runs = data?.runs ?? []
  const runId = wished ?? runs[0]?.run_id
  const { data: run } = useQuery({ ...runQuery(dag.dag_id, runId ?? ''), enabled: runId !== undefined })
  const names = useFolded()
  const whole = run?.tasks ?? dag.tasks
  const groups = useMemo(() => groupsOf(whole), [whole])
  const tasks: readonly GraphTask[] = useMemo(() => folded(whole, names), [whole, names])
  return (
    <>
      <Group mb="xs" gap="xs">
        <Text size="sm" c="var(--page-quiet)">States of the run</Text>
        <Select
          size="xs" w={270} aria-label="Run" value={runId ?? null} placeholder="no run yet" allowDeselect={false}
          data={runs.map((one) => ({ value: one.run_id, label: `${absolute(one.logical_date)}  ${STATES[one.state].word}` }))}
          onChange={(id) => { void navigate({ search: (before) => ({ ...before, run: id ?? undefined }), replace: true }) }}
        />
        <TaskFilter taskIds={tasks.map((one) => one.task_id)} />
        <GroupFolds groups={groups} />
      </Group>
      <LazyGraph dagId={dag.dag_id} runId={run?.run_id} tasks={around(tasks, task, reach)} groups={groups} height={560} />
    </>
  )
}
