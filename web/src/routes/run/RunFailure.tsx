import { Anchor, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { RunDetail } from '../../api/client'
import { notebookQuery } from '../../api/attempts'
import { taskPath } from '../../paths'
import { count } from '../../words'
import { Failure } from '../attempt/Failure'
import { firstFailure, type FailedTask } from './failed'

/** What a failed run shows first: the failing cell of the first task that failed, and its traceback. */
export function RunFailure({ run }: { run: RunDetail }) {
  const failed = firstFailure(run.tasks)
  return failed === null ? null : <One run={run} failed={failed} />
}

function One({ run, failed }: { run: RunDetail; failed: FailedTask }) {
  const { dag_id: dagId, run_id: runId } = run
  const key = { dagId, runId, taskId: failed.taskId, attempt: failed.attempt }
  const { data: notebook } = useQuery({ ...notebookQuery(key, false), enabled: failed.error.cell_index !== null || failed.error.cell_id !== null, retry: false })
  return (
    <>
      <Failure
        error={failed.error} notebook={notebook} page={taskPath(dagId, runId, failed.taskId)}
        task={<Anchor component={Link} to="/dags/$dagId/runs/$runId/tasks/$taskId" params={{ dagId, runId, taskId: failed.taskId } as never} size="sm" inherit>{failed.taskId}</Anchor>}
      />
      {failed.others > 0 && <Text size="sm" c="var(--page-quiet)" mt={-8} mb="md">{count(failed.others, 'other task')} failed too.</Text>}
    </>
  )
}
