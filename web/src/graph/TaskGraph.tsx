import { Skeleton, useComputedColorScheme } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Background, Controls, Handle, MiniMap, Position, ReactFlow, type Node, type NodeProps } from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { IconNotebook, IconStack2 } from '@tabler/icons-react'
import { StateIcon } from '../parts/StateBadge'
import { STATES } from '../state-table'
import { NODE, edgesOf, place, type GraphTask } from './layout'
import styles from './TaskGraph.module.css'

export interface GraphProps { readonly dagId: string; readonly runId: string | undefined; readonly tasks: readonly GraphTask[]; readonly groups?: ReadonlyMap<string, readonly string[]>; readonly height: number }

type TaskNode = Node<{ task: GraphTask; dagId: string; runId: string | undefined; down: boolean; isGroup: boolean }, 'task'>

/** A dag's tasks and what waits for what; with a run, its states, each task a link to its attempt. */
export default function TaskGraph({ dagId, runId, tasks, groups, height }: GraphProps) {
  const scheme = useComputedColorScheme('light')
  const down = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false })
  const shape = tasks.map((task) => `${task.task_id}<${task.after.join(',')}`)
  const { data: places } = useQuery({ queryKey: ['graph', down, shape], queryFn: () => place(tasks, down ? 'DOWN' : 'RIGHT'), staleTime: Infinity })
  if (places === undefined) return <Skeleton h={height} />
  const byId = new Map(tasks.map((task) => [task.task_id, task]))
  const nodes = places.flatMap((at): TaskNode[] => {
    const task = byId.get(at.id)
    return task === undefined ? [] : [{ id: at.id, type: 'task', position: { x: at.x, y: at.y }, data: { task, dagId, runId, down, isGroup: groups?.has(task.task_id) ?? false }, ...NODE }]
  })
  return (
    <div style={{ height }} className={styles.graph} role="group" aria-label="Graph of tasks">
      <ReactFlow
        key={`${down}${shape.join()}`} nodes={nodes} edges={edgesOf(tasks)} nodeTypes={NODE_TYPES} colorMode={scheme} fitView fitViewOptions={{ maxZoom: 1, padding: 0.12 }}
        minZoom={0.1} nodesDraggable={false} nodesConnectable={false} nodesFocusable={false} edgesFocusable={false} elementsSelectable={false}
        zoomOnScroll={false} preventScrolling={false} proOptions={{ hideAttribution: true }}
      >
        <Background gap={22} />
        <Controls showInteractive={false} />
        {tasks.length > 12 && <MiniMap pannable zoomable nodeColor={(node: Node) => `var(--state-${(node as TaskNode).data.task.state ?? 'none'}-solid)`} />}
      </ReactFlow>
    </div>
  )
}

function TaskBox({ data: { task, dagId, runId, down, isGroup } }: NodeProps<TaskNode>) {
  const state = task.state ?? 'none'
  const inner = (
    <>
      <span className={styles.icon} style={{ color: `var(--state-${state}-fg)` }}>{task.state === undefined ? isGroup ? <IconStack2 size={18} /> : <IconNotebook size={18} /> : <StateIcon state={state} size={18} />}</span>
      <span className={styles.words}><strong>{task.task_id}</strong><span>{task.state === undefined ? task.notebook : isGroup ? `${task.notebook}, ${STATES[state].word}` : STATES[state].word}</span></span>
    </>
  )
  const style = task.state === undefined ? undefined : { borderColor: `var(--state-${state}-solid)`, background: `var(--state-${state}-bg)` }
  return (
    <>
      <Handle type="target" position={down ? Position.Top : Position.Left} isConnectable={false} />
      {runId === undefined || isGroup
        ? <div className={styles.node} style={style}>{inner}</div>
        : <Link to="/dags/$dagId/runs/$runId/tasks/$taskId" params={{ dagId, runId, taskId: task.task_id }} className={styles.node} style={style}>{inner}</Link>}
      <Handle type="source" position={down ? Position.Bottom : Position.Right} isConnectable={false} />
    </>
  )
}

const NODE_TYPES = { task: TaskBox }
