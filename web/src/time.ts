/** Length of time in words, such as "850ms", "4.2s", "1m 23s", "2h 05m", "3d 4h". Negative lengths count as none. */
export function duration(milliseconds: number): string {
  const ms = Math.max(0, milliseconds)
  if (ms < 1000) return `${Math.round(ms)}ms`
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)}s`
  const s = Math.round(ms / 1000)
  if (s < 60) return `${s}s`
  const m = Math.floor(s / 60)
  if (m < 60) return `${m}m ${pad(s % 60)}s`
  const h = Math.floor(m / 60)
  if (h < 24) return `${h}h ${pad(m % 60)}m`
  return `${Math.floor(h / 24)}d ${h % 24}h`
}

/** Time between two ISO instants; a missing end is taken as now; none without a start. */
export function between(start: string | null, end: string | null, now: number): number | null {
  if (start === null) return null
  return Math.max(0, (end === null ? now : Date.parse(end)) - Date.parse(start))
}

/** Distance from now in words: "just now", "5 min ago", "in 3 h", "2 days ago". */
export function relative(iso: string, now: number): string {
  const ms = Date.parse(iso) - now
  const past = ms <= 0
  const s = Math.abs(ms) / 1000
  if (s < 10) return past ? 'just now' : 'in a moment'
  const words = s < 60 ? `${Math.round(s)} s`
    : s < 3600 ? `${Math.round(s / 60)} min`
      : s < 36 * 3600 ? `${Math.round(s / 3600)} h`
        : s < 60 * 86400 ? `${Math.round(s / 86400)} days`
          : `${Math.round(s / (30.44 * 86400))} months`
  return past ? `${words} ago` : `in ${words}`
}

/** Date and time in a zone, such as "2026-11-24 02:00"; seconds on wish. Zone: an IANA name, or none for the reader's own. */
export function absolute(iso: string, options: { zone?: string; seconds?: boolean } = {}): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: options.zone, year: 'numeric', month: '2-digit', day: '2-digit',
    hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
  }).formatToParts(new Date(iso))
  const of = (type: string) => parts.find((p) => p.type === type)?.value ?? ''
  const minute = `${of('year')}-${of('month')}-${of('day')} ${of('hour')}:${of('minute')}`
  return options.seconds ? `${minute}:${of('second')}` : minute
}

/** The reader's zone, such as "Europe/Berlin". */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}

function pad(n: number): string {
  return String(n).padStart(2, '0')
}
