import { Skeleton } from '@mantine/core'
import { lazy, Suspense } from 'react'
import type { GraphProps } from './TaskGraph'

const TaskGraph = lazy(() => import('./TaskGraph'))

/** The graph, whose libraries are loaded only where one is shown. */
export function LazyGraph(props: GraphProps) {
  return <Suspense fallback={<Skeleton h={props.height} />}><TaskGraph {...props} /></Suspense>
}
