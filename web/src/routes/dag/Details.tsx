import { Paper, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core'
import type { DagDetail } from '../../api/client'
import { ParameterTable } from '../../parts/ParameterTable'
import { Time } from '../../parts/Time'
import { DataNames } from './DataNames'

/** A dag as it was deployed. */
export function Details({ dag }: { dag: DagDetail }) {
  const rows: [string, React.ReactNode][] = [
    ['Schedule as written', dag.schedule === null ? 'none: runs start by hand' : <code key="s">{dag.schedule}</code>],
    ['Time zone', dag.timezone],
    ['Version', <code key="c">{dag.commit}</code>],
    ['Deployed', <Time key="d" iso={dag.deployed_at} both />],
    ['Owner', dag.owner],
    ['Runs with the rights of', dag.run_as],
  ]
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
      <Stack gap="lg" miw={0}>
        <section><Title order={2} mb={6}>Deployment</Title>
          <Paper withBorder style={{ overflowX: 'auto' }}><Table highlightOnHover={false}><Table.Tbody>
            {rows.map(([name, value]) => <Table.Tr key={name}><Table.Td c="var(--page-quiet)" w={170}>{name}</Table.Td><Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td></Table.Tr>)}
          </Table.Tbody></Table></Paper>
        </section>
        <DataNames data={dag.data} />
        <section><Title order={2} mb={6}>Parameters</Title><ParameterTable values={dag.parameters} empty="dag.yml gives no parameters." /></section>
      </Stack>
      <Stack gap="lg" miw={0}>
        <section><Title order={2} mb={6}>Tasks</Title>
          <Paper withBorder style={{ overflowX: 'auto' }}><Table highlightOnHover={false}>
            <Table.Thead><Table.Tr><Table.Th>Task</Table.Th><Table.Th>Notebook</Table.Th><Table.Th>After</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>
              {dag.tasks.map((task) => (
                <Table.Tr key={task.task_id}><Table.Td>{task.task_id}</Table.Td><Table.Td><code>{task.notebook}</code></Table.Td><Table.Td>{task.after.join(', ') || '–'}</Table.Td></Table.Tr>
              ))}
            </Table.Tbody>
          </Table></Paper>
        </section>
        <section><Title order={2} mb={6}>Files</Title>
          <Paper withBorder p="xs" style={{ overflowX: 'auto' }}>{dag.files.map((file) => <Text key={file} size="sm" ff="monospace">{file}</Text>)}</Paper>
        </section>
      </Stack>
    </SimpleGrid>
  )
}
