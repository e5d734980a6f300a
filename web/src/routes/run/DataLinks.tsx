import { Anchor, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Fragment } from 'react'
import type { components } from '../../api/schema'

type Data = components['schemas']['DataEvent'] | components['schemas']['DataConsequence']

/** Names of data, each with the run that made it or that came of it. */
export function DataLinks({ data }: { data: readonly Data[] }) {
  return (
    <Stack gap={2}>
      {data.map((one) => (
        <Text key={`${one.name} ${one.dag_id} ${one.run_id} ${taskOf(one)}`} inherit style={{ overflowWrap: 'anywhere' }}>
          {one.name}{': '}
          <Anchor component={Link} to="/dags/$dagId/runs/$runId" params={{ dagId: one.dag_id, runId: one.run_id } as never} inherit title={one.run_id}>
            {one.dag_id}{taskOf(one) !== '' && <Fragment>, task {taskOf(one)}</Fragment>}
          </Anchor>
        </Text>
      ))}
    </Stack>
  )
}

function taskOf(one: Data): string {
  return 'task_id' in one ? one.task_id ?? '' : ''
}
