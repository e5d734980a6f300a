import { Paper, Table, Text } from '@mantine/core'

/** Names and values; text stands bare, everything else as JSON. */
export function ParameterTable({ values, empty }: { values: Readonly<Record<string, unknown>>; empty: string }) {
  const rows = Object.entries(values)
  if (rows.length === 0) return <Text size="sm" c="var(--page-quiet)">{empty}</Text>
  return (
    <Paper withBorder>
      <Table highlightOnHover={false}>
        <Table.Tbody>
          {rows.map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Td ff="monospace" fz="sm" valign="top" style={{ whiteSpace: 'nowrap' }}>{name}</Table.Td>
              <Table.Td ff="monospace" fz="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{shown(value)}</Table.Td>
              <Table.Td fz="xs" c="var(--page-quiet)" ta="right">{kind(value)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  )
}

/** Values may be a megabyte. */
function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2)
  return text.length > 20_000 ? `${text.slice(0, 20_000)}…` : text
}

function kind(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'list' : typeof value === 'string' ? 'text' : typeof value
}
