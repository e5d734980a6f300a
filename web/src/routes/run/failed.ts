import type { AttemptError, Task } from '../../api/client'

export interface FailedTask { readonly taskId: string; readonly attempt: number; readonly error: AttemptError; readonly others: number }

/** Of the tasks that failed, the one that ended first, since the others may follow from it; null where none says why. */
export function firstFailure(tasks: readonly Task[]): FailedTask | null {
  const failed = tasks.filter((task) => task.state === 'failed').flatMap((task) => {
    const last = task.attempts.at(-1)
    return last === undefined || last.error === null ? [] : [{ task, number: last.attempt, error: last.error }]
  })
  const [first] = failed.sort((a, b) => Date.parse(a.task.ended_at ?? '') - Date.parse(b.task.ended_at ?? ''))
  return first === undefined ? null : { taskId: first.task.task_id, attempt: first.number, error: first.error, others: failed.length - 1 }
}
