import { Button, Group, Select, SegmentedControl } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { REACHES, type Reach } from './reach'

/** Narrows the grid and the graph to what is around one task; the choice stands in the address. */
export function TaskFilter({ taskIds }: { taskIds: readonly string[] }) {
  const { task, reach = 'both' } = useSearch({ from: '/inside/dags/$dagId' })
  const navigate = useNavigate({ from: '/dags/$dagId' })
  const set = (change: { task?: string; reach?: Reach }) => { void navigate({ search: (before) => ({ ...before, ...change }), replace: true }) }
  return (
    <Group gap="xs">
      <Select size="xs" w={210} placeholder="All tasks" aria-label="Around task" data={[...taskIds]} value={task ?? null} onChange={(to) => { set({ task: to ?? undefined, reach: to === null ? undefined : reach }) }} searchable clearable limit={100} />
      {task !== undefined && (
        <>
          <SegmentedControl size="xs" aria-label="Direction" value={reach} data={REACHES.map((value) => ({ value, label: value === 'both' ? 'all around' : value }))} onChange={(to) => { set({ reach: to === 'both' ? undefined : to as Reach }) }} />
          <Button size="compact-xs" variant="subtle" onClick={() => { set({ task: undefined, reach: undefined }) }}>All tasks</Button>
        </>
      )}
    </Group>
  )
}
