import { Button, Group, Switch, Text } from '@mantine/core'
import { useHotkeys, useLocalStorage } from '@mantine/hooks'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { logQuery, type AttemptKey } from '../../api/attempts'
import { hotkeys } from '../../keys'
import { AnsiText } from '../../notebook/AnsiText'
import { settled } from '../../notebook/ansi'
import { Empty } from '../../parts/Empty'
import { Problem } from '../../parts/Problem'
import { count } from '../../words'
import { chunks } from './chunks'
import styles from './LogView.module.css'

/** How near its end a reader still follows the log, in pixels. */
const NEAR = 40

/** The log, which grows while the attempt runs; its end is followed unless the reader scrolled away. */
export function LogView({ attemptKey }: { attemptKey: AttemptKey }) {
  const client = useQueryClient()
  const { data: log, error, refetch } = useQuery(logQuery(attemptKey, client))
  const [wrap, setWrap] = useLocalStorage({ key: 'orrery-log-wrap', defaultValue: true })
  const [following, setFollowing] = useState(true)
  const box = useRef<HTMLDivElement>(null)
  const text = useMemo(() => settled(log?.text ?? '').replace(/\n+$/, ''), [log?.text])
  const parts = useMemo(() => chunks(text), [text])
  const toEnd = () => { box.current?.scrollTo({ top: box.current.scrollHeight }) }
  useEffect(() => { if (following) toEnd() }, [parts, following])
  useHotkeys([
    ...hotkeys('wrap', () => { setWrap((on) => !on) }),
  ])
  if (error !== null && log === undefined) return <Problem error={error} retry={() => { void refetch() }} />
  if (log === undefined) return <div className={styles.box} />
  if (text === '') return <Empty title="The log is empty">{log.complete ? 'The attempt wrote nothing.' : 'It fills as soon as the attempt writes something.'}</Empty>
  const onScroll = (event: React.UIEvent<HTMLDivElement>) => {
    const { scrollHeight, scrollTop, clientHeight } = event.currentTarget
    setFollowing(scrollHeight - scrollTop - clientHeight < NEAR)
  }
  return (
    <>
      <Group justify="space-between" mb={6}>
        <Text size="sm" c="var(--page-quiet)" role="status">{count(text.split('\n').length, 'line')}{log.complete ? '' : ', growing'}</Text>
        <Group gap="sm">
          {!following && <Button variant="default" onClick={() => { setFollowing(true); toEnd() }}>To the end</Button>}
          <Switch size="xs" label="Wrap lines" checked={wrap} onChange={(event) => { setWrap(event.currentTarget.checked) }} />
        </Group>
      </Group>
      <div ref={box} className={styles.box} data-wrap={wrap || undefined} onScroll={onScroll} tabIndex={0} role="log" aria-label="Log" aria-live="off">
        {parts.map((part, i) => <pre key={i}><AnsiText text={part} /></pre>)}
      </div>
    </>
  )
}
