import { Tooltip } from '@mantine/core'
import { useEffect, useState } from 'react'
import { absolute, between, duration, ownZone, relative } from '../time'

/** The time now, which moves on by itself every `every` milliseconds; a still one with 0. */
export function useNow(every: number): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (every === 0) return undefined
    const timer = setInterval(() => { setNow(Date.now()) }, every)
    return () => { clearInterval(timer) }
  }, [every])
  return now
}

/** An instant: how long ago, with the date in the reader's zone and in UTC on hover; or both at once. */
export function Time({ iso, both = false, seconds = false }: { iso: string | null; both?: boolean; seconds?: boolean }) {
  const now = useNow(20_000)
  if (iso === null) return <span>–</span>
  const own = absolute(iso, { seconds })
  return (
    <Tooltip label={<span>{absolute(iso, { seconds: true })} {ownZone()}<br />{absolute(iso, { zone: 'UTC', seconds: true })} UTC</span>}>
      <time dateTime={iso} style={{ whiteSpace: both ? undefined : 'nowrap' }}>
        {both ? <>{own} <span style={{ color: 'var(--page-quiet)', whiteSpace: 'nowrap' }}>({relative(iso, now)})</span></> : relative(iso, now)}
      </time>
    </Tooltip>
  )
}

/** How long something took, or takes so far. */
export function Took({ start, end, running }: { start: string | null; end: string | null; running: boolean }) {
  const now = useNow(running ? 1000 : 0)
  const ms = between(start, end, now)
  if (ms === null || (end === null && !running)) return <span>–</span>
  return <span style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>{duration(ms)}</span>
}
