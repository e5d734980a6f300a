import { Paper, Table, Title } from '@mantine/core'
import type { DagDetail } from '../../api/client'
import { Time } from '../../parts/Time'

/** The data that a dag makes and needs. */
export function DataNames({ data }: { data: DagDetail['data'] }) {
  if (data.produces.length + data.consumes.length === 0) return null
  return (
    <section><Title order={2} mb={6}>Data</Title>
      <Paper withBorder style={{ overflowX: 'auto' }}><Table highlightOnHover={false} aria-label="Data"><Table.Tbody>
        {data.consumes.map((one, index) => (
          <Table.Tr key={`c ${one.name}`}>
            <Table.Td c="var(--page-quiet)" w={170}>{index === 0 ? (data.any ? 'A run comes when any is made anew' : 'A run comes when all are made anew') : ''}</Table.Td>
            <Table.Td style={{ overflowWrap: 'anywhere' }}><code>{one.name}</code></Table.Td>
            <Table.Td>{one.pending_since === null ? 'not yet since the last such run' : <>made anew <Time iso={one.pending_since} /></>}</Table.Td>
          </Table.Tr>
        ))}
        {data.produces.map((name, index) => (
          <Table.Tr key={`p ${name}`}>
            <Table.Td c="var(--page-quiet)" w={170}>{index === 0 ? 'Its success makes' : ''}</Table.Td>
            <Table.Td colSpan={2} style={{ overflowWrap: 'anywhere' }}><code>{name}</code></Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody></Table></Paper>
    </section>
  )
}
