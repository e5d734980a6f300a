import { useQueryClient, type QueryKey } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Schemas } from './client'

type Event = Schemas['Event']

const KINDS = ['dag', 'run', 'attempt', 'environment', 'server'] as const
/** How often a query asks again by itself, in milliseconds: without the stream, and with it as a safety net. */
const WITHOUT_STREAM = 3_000
const WITH_STREAM = 20_000
/** Events within this many milliseconds are answered by one round of questions. */
const TOGETHER = 200

/** The queries that an event makes stale. */
export function keysFor(event: Event): QueryKey[] {
  switch (event.kind) {
    case 'dag':
      return event.dag_id === undefined ? [['dags']] : [['dags'], ['dag', event.dag_id]]
    case 'run':
      return [['dags'], ['dag', event.dag_id], ['runs', event.dag_id], ['run', event.dag_id, event.run_id]]
    case 'attempt':
      return [['run', event.dag_id, event.run_id], ['attempt', event.dag_id, event.run_id, event.task_id, ...(event.attempt === undefined ? [] : [event.attempt])]]
    case 'environment':
      return [['environments']]
    case 'server':
      return [['servers']]
  }
}

// There is one stream for a tab, and queries outside of React ask whether it is open.
const stream = { open: false }

/** A refetch interval that asks again only while `active` says that something runs. */
export function pollWhile<T>(active: (data: T) => boolean) {
  return (query: { state: { data?: T } }) => {
    const { data } = query.state
    if (data === undefined || !active(data)) return false
    return stream.open ? WITH_STREAM : WITHOUT_STREAM
  }
}

/**
 * Keeps the one event stream of this tab. A hidden tab gives its connection back, since a browser has six for a server
 * and people keep many tabs open; a tab that is shown again asks for everything anew.
 */
export function useEvents(): void {
  const client = useQueryClient()
  useEffect(() => {
    let source: EventSource | null = null
    let first = true
    let again: ReturnType<typeof setTimeout> | undefined
    let flushing: ReturnType<typeof setTimeout> | undefined
    const stale = new Map<string, QueryKey>()
    const flush = () => {
      flushing = undefined
      for (const queryKey of stale.values()) void client.invalidateQueries({ queryKey })
      stale.clear()
    }
    const onEvent = (message: MessageEvent<string>) => {
      let event: Event
      try {
        event = JSON.parse(message.data) as Event
      } catch {
        return // A comment or a heartbeat.
      }
      for (const queryKey of keysFor(event) ?? []) stale.set(JSON.stringify(queryKey), queryKey)
      flushing ??= setTimeout(flush, TOGETHER)
    }
    const close = () => {
      clearTimeout(again)
      clearTimeout(flushing)
      flushing = undefined
      source?.close()
      source = null
      stream.open = false
    }
    const open = () => {
      if (source !== null || document.hidden) return
      source = new EventSource('/api/v1/events')
      source.onopen = () => {
        stream.open = true
        if (!first) void client.invalidateQueries()
        first = false
      }
      source.onerror = () => {
        stream.open = false
        first = false
        // The browser opens a broken stream again by itself, but not one that was answered with an error, as by a server about to start.
        if (source?.readyState === EventSource.CLOSED) {
          close()
          again = setTimeout(open, WITHOUT_STREAM)
        }
      }
      source.onmessage = onEvent
      for (const kind of KINDS) source.addEventListener(kind, onEvent)
    }
    const onVisibility = () => { if (document.hidden) close(); else open() }
    open()
    document.addEventListener('visibilitychange', onVisibility)
    return () => {
      document.removeEventListener('visibilitychange', onVisibility)
      close()
    }
  }, [client])
}
