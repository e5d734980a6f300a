import type { Schemas } from '../../api/client'
import type { Correction } from '../../api/corrections'

/** Something that a person may do to tasks by hand: its name in a menu, the question of its dialog, and what is asked of the server. */
export interface Choice { readonly words: string; readonly ask: string; readonly correction: Correction }

/** Which tasks are meant: of these runs, these tasks or (none named) all of them; and how they are called. */
export interface Target { readonly runIds: readonly string[]; readonly taskIds: readonly string[]; readonly name: string }

const base = ({ runIds, taskIds }: Target) => ({ run_ids: [...runIds], task_ids: [...taskIds], upstream: false, only_failed: false, run_on_latest_version: false, dry_run: false })

export function clearing(target: Target, downstream: boolean): Choice {
  return {
    words: downstream ? 'Clear it and what comes after' : 'Clear this task',
    ask: downstream ? `Run ${target.name} and what comes after it again?` : `Run ${target.name} again?`,
    correction: { what: 'clear', body: { ...base(target), downstream } },
  }
}

/** Of these runs, what failed, and with it what could not start because of that. */
export function againFailed(runIds: readonly string[]): Choice {
  const all = clearing({ runIds, taskIds: [], name: '' }, false)
  return { words: 'Run what failed again', ask: runIds.length === 1 ? 'Run what failed again?' : `Run what failed in ${runIds.length} runs again?`, correction: { ...all.correction, body: { ...all.correction.body, only_failed: true } } as Correction }
}

export function marking(target: Target, state: Schemas['MarkState']): Choice {
  return { words: `Mark ${state}`, ask: `Mark ${target.name} as ${state}?`, correction: { what: 'mark', body: { ...base(target), downstream: false, state } } }
}

/** In the order of a menu. */
export function choicesFor(target: Target): Choice[] {
  return [clearing(target, false), clearing(target, true), marking(target, 'success'), marking(target, 'failed'), marking(target, 'skipped')]
}

type Affected = Schemas['AffectedTasks']['tasks'][number]

/**
 * What takes a mark back: the states of before, as marks. Null where a task had a state that nobody can mark, such as
 * one that had not begun, and for a clear, after which attempts run.
 */
export function undoOf(correction: Correction, before: readonly Affected[]): Correction[] | null {
  if (correction.what !== 'mark' || before.length === 0) return null
  const groups = new Map<string, { run: string; state: Schemas['MarkState']; tasks: string[] }>()
  for (const { run_id: run, task_id: task, map_index: index, state } of before) {
    if (index >= 0) return null // a mark names tasks
    if (state !== 'success' && state !== 'failed' && state !== 'skipped') return null
    const key = `${state} ${run}`
    const group = groups.get(key) ?? { run, state, tasks: [] }
    group.tasks.push(task)
    groups.set(key, group)
  }
  return [...groups.values()].map(({ run, state, tasks }) => marking({ runIds: [run], taskIds: tasks, name: '' }, state).correction)
}
