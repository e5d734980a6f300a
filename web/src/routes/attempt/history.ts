import type { AttemptError, ListedRun, TaskSummary } from '../../api/client'

/** How a task fared in the runs before one, which is what a person asks of a failure: since when, and what ran well last. */
export interface History {
  /** The newest run before in which the task succeeded. */
  readonly lastGood: ListedRun | null
  /** Runs in a row, the one asked about among them, in which it failed; the newest first. */
  readonly streak: readonly ListedRun[]
  /** Whether the list reached back to a run in which it succeeded, or to the first one. */
  readonly whole: boolean
}

const taskIn = (run: ListedRun, taskId: string): TaskSummary | undefined => run.tasks?.find((task) => task.task_id === taskId)

/** Reads it from a list of runs, the newest first; null where the run is not in it. Runs in which the task did not end by itself count for nothing. */
export function historyOf(runs: readonly ListedRun[], hasMore: boolean, runId: string, taskId: string): History | null {
  const at = runs.findIndex((run) => run.run_id === runId)
  const from = runs[at]
  if (from === undefined) return null
  const streak = [from]
  for (const run of runs.slice(at + 1)) {
    const state = taskIn(run, taskId)?.state
    if (state === 'success') return { lastGood: run, streak, whole: true }
    if (state === 'failed') streak.push(run)
  }
  return { lastGood: null, streak, whole: !hasMore }
}

/** Whether two attempts failed alike: same kind, same exception, same words but for numbers and addresses in them. */
export function alike(a: AttemptError, b: AttemptError): boolean {
  return a.kind === b.kind && a.name === b.name && bare(a.message) === bare(b.message)
}

function bare(message: string): string {
  return message.replace(/0x[0-9a-f]+|\d+/gi, '#').trim()
}

/** What is different between the parameters of two attempts: by name, the value before and after; undefined where there was none. */
export function changedParameters(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): { name: string; before: unknown; after: unknown }[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .map((name) => ({ name, before: before[name], after: after[name] }))
}
