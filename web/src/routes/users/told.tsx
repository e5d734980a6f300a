import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { ACTIONS } from '../../words'

/** What a change says when it is done, with a way back where there is one, and when it was refused. */
export function told(done: string, undo?: () => void): { onSuccess: () => void; onError: (error: Error) => void } {
  return {
    onSuccess: () => {
      const id = notifications.show({
        message: (
          <Group justify="space-between" wrap="nowrap">
            <Text size="sm">{done}</Text>
            {undo !== undefined && <Button variant="default" onClick={() => { notifications.hide(id); undo() }}>{ACTIONS.undo}</Button>}
          </Group>
        ),
      })
    },
    onError: (error) => { notifications.show({ color: 'red', title: 'Nothing was changed', message: error.message }) },
  }
}
