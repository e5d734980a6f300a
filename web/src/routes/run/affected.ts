/** The tasks that wait for a task, directly or through others, in the order given. */
export function waitingFor(tasks: readonly { readonly task_id: string; readonly after: readonly string[] }[], taskId: string): string[] {
  const reached = new Set([taskId])
  for (let grown = true; grown;) {
    grown = false
    for (const task of tasks) {
      if (!reached.has(task.task_id) && task.after.some((before) => reached.has(before))) {
        reached.add(task.task_id)
        grown = true
      }
    }
  }
  return tasks.map((task) => task.task_id).filter((id) => id !== taskId && reached.has(id))
}
