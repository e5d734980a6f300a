import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core'
import type { Environment } from '../../api/client'
import { useRebuildEnvironment } from '../../api/environments'
import { ACTIONS } from '../../words'

/** An environment that is not ready: how far its build is, or why it failed. */
export function EnvironmentNote({ environment }: { environment: Environment }) {
  const rebuild = useRebuildEnvironment()
  const { name, state, step, done, total, message } = environment
  switch (state) {
    case 'ready':
      return null
    case 'missing':
    case 'building':
      return (
        <Stack gap={5} mt="md" role="status" aria-label={`Environment ${name}`}>
          <Text size="sm" fw={550}>{state === 'missing' ? `The environment “${name}” is about to be built` : `Building the environment “${name}”`}</Text>
          <Progress value={total === 0 ? 0 : (100 * done) / total} animated aria-label={`Build of ${name}`} />
          <Group justify="space-between" wrap="nowrap" gap="sm">
            <Text size="xs" c="var(--page-quiet)" truncate>{step}</Text>
            {total > 0 && <Text size="xs" c="var(--page-quiet)" style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>{done} of {total}</Text>}
          </Group>
          <Text size="xs" c="var(--page-quiet)">This happens once. What is done is kept if it is interrupted.</Text>
        </Stack>
      )
    case 'failed':
      return (
        <Alert color="red" variant="light" mt="md" title={`The environment “${name}” could not be built`} role="alert">
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>{message ?? step}</Text>
          <Button mt="xs" variant="default" loading={rebuild.isPending} onClick={() => { rebuild.mutate(name) }}>{ACTIONS.rebuild}</Button>
        </Alert>
      )
  }
}
