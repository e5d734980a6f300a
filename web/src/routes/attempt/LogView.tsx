import { ActionIcon, Button, Group, Switch, Text, TextInput, Tooltip } from '@mantine/core'
import { useHotkeys, useLocalStorage } from '@mantine/hooks'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { IconArrowDown, IconArrowUp, IconMaximize, IconMinimize, IconSearch } from '@tabler/icons-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { logQuery, type AttemptKey } from '../../api/attempts'
import { hotkeys } from '../../keys'
import { AnsiText } from '../../notebook/AnsiText'
import { settled } from '../../notebook/ansi'
import { Empty } from '../../parts/Empty'
import { Problem } from '../../parts/Problem'
import { count } from '../../words'
import { LINES, chunks } from './chunks'
import styles from './LogView.module.css'
import { MOST, hitAt, hitsIn, rangeOf, type Hit } from './log-search'

/** How near its end a reader still follows the log, in pixels. */
const NEAR = 40

/** The log, which grows while the attempt runs; its end is followed unless the reader scrolled away. What is searched and the line found stand in the address. */
export function LogView({ attemptKey }: { attemptKey: AttemptKey }) {
  const client = useQueryClient()
  const { data: log, error, refetch } = useQuery(logQuery(attemptKey, client))
  const { find = '', line } = useSearch({ from: '/inside/dags/$dagId/runs/$runId/tasks/$taskId' })
  const navigate = useNavigate({ from: '/dags/$dagId/runs/$runId/tasks/$taskId' })
  const [wrap, setWrap] = useLocalStorage({ key: 'orrery-log-wrap', defaultValue: true })
  const [full, setFull] = useState(false)
  const [following, setFollowing] = useState(line === undefined && find === '')
  const box = useRef<HTMLDivElement>(null)
  const searchBox = useRef<HTMLInputElement>(null)
  const text = useMemo(() => settled(log?.text ?? '').replace(/\n+$/, ''), [log?.text])
  const parts = useMemo(() => chunks(text), [text])
  const lines = useMemo(() => text.split('\n'), [text])
  const hits = useMemo(() => hitsIn(lines, find), [lines, find])
  const at = line === undefined ? 0 : hitAt(hits, line - 1)
  const hit = hits[at]
  useMarks(box, hits, hit, line === undefined ? undefined : line - 1, text !== '')
  const toEnd = () => { box.current?.scrollTo({ top: box.current.scrollHeight }) }
  useEffect(() => { if (following) toEnd() }, [parts, following])
  const set = (change: { find?: string; line?: number }) => { setFollowing(false); void navigate({ search: (before) => ({ ...before, ...change }), replace: true }) }
  // The next hit lies on another line, so that a line's number is enough to come back to it.
  const go = (step: 1 | -1) => {
    const others = [...new Set(hits.map((one) => one.line))]
    const now = others.indexOf(hit?.line ?? -1)
    const next = others[(now + step + others.length) % others.length]
    if (next !== undefined) set({ line: next + 1 })
  }
  useHotkeys([
    ...hotkeys('wrap', () => { setWrap((on) => !on) }),
    ...hotkeys('findInLog', () => { searchBox.current?.focus() }),
    ...hotkeys('fullLog', () => { setFull((on) => !on) }),
    ...hotkeys('logEnd', () => { setFollowing(true); toEnd() }),
    ...hotkeys('logStart', () => { setFollowing(false); box.current?.scrollTo({ top: 0 }) }),
    ['Escape', () => { setFull(false) }],
  ])
  if (error !== null && log === undefined) return <Problem error={error} retry={() => { void refetch() }} />
  if (log === undefined) return <div className={styles.box} />
  if (text === '') return <Empty title="The log is empty">{log.complete ? 'The attempt wrote nothing.' : 'It fills as soon as the attempt writes something.'}</Empty>
  const onScroll = (event: React.UIEvent<HTMLDivElement>) => {
    const { scrollHeight, scrollTop, clientHeight } = event.currentTarget
    setFollowing(scrollHeight - scrollTop - clientHeight < NEAR)
  }
  return (
    <div className={full ? styles.full : undefined}>
      <Group justify="space-between" mb={6} gap="xs">
        <Group gap={6}>
          <TextInput
            ref={searchBox} size="xs" w={220} placeholder="Find in the log" aria-label="Find in the log" leftSection={<IconSearch size={14} />} value={find}
            onChange={(event) => { set({ find: event.currentTarget.value || undefined, line: undefined }) }}
            onKeyDown={(event) => { if (event.key === 'Enter') go(event.shiftKey ? -1 : 1); else if (event.key === 'Escape') event.currentTarget.blur() }}
          />
          {find !== '' && (
            <>
              <Text size="sm" role="status">{hits.length === 0 ? 'not found' : `${at + 1} of ${hits.length === MOST ? `${MOST} or more` : hits.length}`}</Text>
              <ActionIcon variant="subtle" color="gray" size="sm" aria-label="Previous hit" onClick={() => { go(-1) }}><IconArrowUp size={14} /></ActionIcon>
              <ActionIcon variant="subtle" color="gray" size="sm" aria-label="Next hit" onClick={() => { go(1) }}><IconArrowDown size={14} /></ActionIcon>
            </>
          )}
          <Text size="sm" c="var(--page-quiet)" role="status">{count(lines.length, 'line')}{log.complete ? '' : ', growing'}</Text>
        </Group>
        <Group gap="sm">
          {!following && <Button variant="default" onClick={() => { setFollowing(true); toEnd() }}>To the end</Button>}
          <Switch size="xs" label="Wrap lines" checked={wrap} onChange={(event) => { setWrap(event.currentTarget.checked) }} />
          <Tooltip label={full ? 'Leave full screen (f)' : 'Full screen (f)'}>
            <ActionIcon variant="default" aria-label={full ? 'Leave full screen' : 'Full screen'} onClick={() => { setFull(!full) }}>{full ? <IconMinimize size={15} /> : <IconMaximize size={15} />}</ActionIcon>
          </Tooltip>
        </Group>
      </Group>
      <div ref={box} className={styles.box} data-wrap={wrap || undefined} onScroll={onScroll} tabIndex={0} role="log" aria-label="Log" aria-live="off">
        {parts.map((part, i) => <pre key={i}><AnsiText text={part} /></pre>)}
      </div>
    </div>
  )
}

/** Hits that are marked on the page around the one in view. */
const MARKED = 200

/** Marks the hits through the browser's highlights, which leave the elements as they are, and brings the one in view, or else the line, on the screen. */
function useMarks(box: React.RefObject<HTMLDivElement | null>, hits: readonly Hit[], hit: Hit | undefined, line: number | undefined, ready: boolean): void {
  const shown = hit?.line ?? line
  useEffect(() => {
    const pieces = box.current?.querySelectorAll('pre')
    const range = ({ line: row, from, to }: Hit) => { const piece = pieces?.[Math.floor(row / LINES)]; return piece === undefined ? null : rangeOf(piece, row % LINES, from, to) }
    if (typeof Highlight !== 'undefined') {
      const first = Math.max(0, hit === undefined ? 0 : hits.indexOf(hit) - MARKED / 2)
      CSS.highlights.set('log-hits', new Highlight(...hits.slice(first, first + MARKED).flatMap((one) => range(one) ?? [])))
      CSS.highlights.set('log-hit', new Highlight(...(hit === undefined ? [] : [range(hit)]).flatMap((one) => one ?? [])))
    }
    return () => { if (typeof Highlight !== 'undefined') { CSS.highlights.delete('log-hits'); CSS.highlights.delete('log-hit') } }
  }, [box, hits, hit])
  useEffect(() => {
    const view = box.current
    const piece = shown === undefined ? undefined : view?.querySelectorAll('pre')[Math.floor(shown / LINES)]
    if (!ready || shown === undefined || view == null || piece === undefined) return undefined
    // The piece first: out of sight it has no true size, and gets one only when it is drawn.
    piece.scrollIntoView({ block: 'nearest' })
    const frame = requestAnimationFrame(() => requestAnimationFrame(() => {
      const place = rangeOf(piece, shown % LINES, 0, 1)
      if (place !== null) view.scrollTo({ top: view.scrollTop + place.getBoundingClientRect().top - view.getBoundingClientRect().top - view.clientHeight / 3 })
    }))
    return () => { cancelAnimationFrame(frame) }
  }, [box, shown, ready])
}
