import { waitingFor } from '../run/affected'

/** Which of a dag's tasks are shown around one of them: what leads to it, what follows from it, or both. */
export const REACHES = ['both', 'upstream', 'downstream'] as const
export type Reach = (typeof REACHES)[number]

interface Linked { readonly task_id: string; readonly after: readonly string[] }

/** The tasks around one, itself among them, in the order given; all of them where there is no such task. */
export function around<T extends Linked>(tasks: readonly T[], taskId: string | undefined, reach: Reach = 'both'): readonly T[] {
  if (taskId === undefined || tasks.every((task) => task.task_id !== taskId)) return tasks
  const before = reach === 'downstream' ? [] : waitingFor(turned(tasks), taskId)
  const after = reach === 'upstream' ? [] : waitingFor(tasks, taskId)
  const kept = new Set([taskId, ...before, ...after])
  return tasks.filter((task) => kept.has(task.task_id))
}

/** The same tasks with every arrow the other way round. */
function turned(tasks: readonly Linked[]): Linked[] {
  const after = new Map<string, string[]>(tasks.map((task) => [task.task_id, []]))
  for (const task of tasks) for (const before of task.after) after.get(before)?.push(task.task_id)
  return tasks.map((task) => ({ task_id: task.task_id, after: after.get(task.task_id) ?? [] }))
}
