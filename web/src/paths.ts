/** Addresses of the pages that long lists link to; ids hold ":" and "+", so each part is encoded. */
export function runPath(dagId: string, runId: string): string {
  return `/dags/${encodeURIComponent(dagId)}/runs/${encodeURIComponent(runId)}`
}

export function taskPath(dagId: string, runId: string, taskId: string): string {
  return `${runPath(dagId, runId)}/tasks/${encodeURIComponent(taskId)}`
}
