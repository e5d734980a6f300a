import { Kbd, Modal, Table, Text } from '@mantine/core'
import { keysByPlace } from '../keys'

export function KeyOverlay({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Keys" size="md">
      {keysByPlace().map(([place, entries]) => (
        <section key={place}>
          <Text component="h3" size="xs" fw={600} c="var(--page-quiet)" mt="sm" mb={2}>{place}</Text>
          <Table highlightOnHover={false} verticalSpacing={4}>
            <Table.Tbody>
              {entries.map((entry) => (
                <Table.Tr key={entry.does}>
                  <Table.Td>{entry.does}</Table.Td>
                  <Table.Td ta="right">{entry.shown.map((key, i) => <span key={key}>{i > 0 && ' '}<Kbd size="xs">{key}</Kbd></span>)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </section>
      ))}
    </Modal>
  )
}
