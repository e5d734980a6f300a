import type { TaskSummary } from '../../api/client'
import type { TaskState } from '../../graph/types'

/** Of several states the one to show for all: the worst that has happened, else what goes on, else what is to come. */
const FIRST: readonly TaskState[] = ['failed', 'upstream_failed', 'cancelled', 'running', 'up_for_retry', 'queued', 'none', 'success', 'skipped', 'removed']

export function stateOf(states: readonly TaskState[]): TaskState {
  return FIRST.find((state) => states.includes(state)) ?? 'none'
}

interface Grouped { readonly task_id: string; readonly group: string | null; readonly after: readonly string[]; readonly notebook: string; readonly state?: TaskState }

/** The groups of some tasks, in their order, each with its tasks' ids. */
export function groupsOf(tasks: readonly Pick<Grouped, 'task_id' | 'group'>[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>()
  for (const { task_id: id, group } of tasks) if (group !== null) groups.set(group, [...(groups.get(group) ?? []), id])
  return groups
}

/** The tasks with each folded group as one of them, where its first one stood. */
export function folded(tasks: readonly Grouped[], names: ReadonlySet<string>): Grouped[] {
  const shownAs = new Map(tasks.map((task) => [task.task_id, task.group !== null && names.has(task.group) ? task.group : task.task_id]))
  const rows = new Map<string, Grouped[]>()
  for (const task of tasks) {
    const name = shownAs.get(task.task_id) ?? task.task_id
    rows.set(name, [...(rows.get(name) ?? []), task])
  }
  return [...rows].map(([name, members]) => {
    const first = members[0]
    const after = [...new Set(members.flatMap((task) => task.after.map((before) => shownAs.get(before) ?? before)))].filter((before) => before !== name)
    if (first !== undefined && first.task_id === name) return { ...first, after }
    const states = members.flatMap((task) => (task.state === undefined ? [] : [task.state]))
    return { task_id: name, group: null, after, notebook: `${members.length} tasks`, ...(states.length === 0 ? {} : { state: stateOf(states) }) }
  })
}

/** What a run's tasks of folded groups come to, beside the tasks themselves. */
export function withGroups(tasks: readonly TaskSummary[], groups: ReadonlyMap<string, readonly string[]>, names: ReadonlySet<string>): TaskSummary[] {
  const byId = new Map(tasks.map((task) => [task.task_id, task]))
  const sums = [...names].flatMap((name): TaskSummary[] => {
    const members = (groups.get(name) ?? []).flatMap((id) => byId.get(id) ?? [])
    if (members.length === 0) return []
    const started = members.flatMap((task) => task.started_at ?? []).sort()
    const ended = members.flatMap((task) => task.ended_at ?? []).sort()
    const open = members.some((task) => task.started_at !== null && task.ended_at === null)
    return [{ task_id: name, state: stateOf(members.map((task) => task.state)), attempts: 1, started_at: started[0] ?? null, ended_at: open ? null : ended.at(-1) ?? null }]
  })
  return [...tasks, ...sums]
}
