import type { TaskState } from './types'
import ELK, { type ElkNode } from 'elkjs/lib/elk.bundled.js'

export const NODE = { width: 208, height: 58 } as const

export interface GraphTask { readonly task_id: string; readonly notebook: string; readonly after: readonly string[]; readonly state?: TaskState }
export interface Placed { readonly id: string; readonly x: number; readonly y: number }

const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.layered.spacing.nodeNodeBetweenLayers': '64',
  'elk.spacing.nodeNode': '22',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
}

/** The lines of a graph: from what comes first to what waits for it. Names that no task has are left out. */
export function edgesOf(tasks: readonly GraphTask[]): { id: string; source: string; target: string }[] {
  const known = new Set(tasks.map((task) => task.task_id))
  return tasks.flatMap((task) => task.after.filter((before) => known.has(before)).map((before) => ({ id: `${before}→${task.task_id}`, source: before, target: task.task_id })))
}

/** Places for the tasks in pixels, by layers, to the right or (for a narrow screen) downwards. */
export async function place(tasks: readonly GraphTask[], direction: 'RIGHT' | 'DOWN'): Promise<Placed[]> {
  const root: ElkNode = {
    id: 'root',
    layoutOptions: { ...OPTIONS, 'elk.direction': direction },
    children: tasks.map((task) => ({ id: task.task_id, ...NODE })),
    edges: edgesOf(tasks).map(({ id, source, target }) => ({ id, sources: [source], targets: [target] })),
  }
  const placed = await new ELK().layout(root)
  return (placed.children ?? []).map((node) => ({ id: node.id, x: node.x ?? 0, y: node.y ?? 0 }))
}
