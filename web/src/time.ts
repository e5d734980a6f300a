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

/** Date and time in a zone, such as "2026-11-24 02:00"; seconds on wish. Zone: an IANA name, or none for the one that the reader chose. */
export function absolute(iso: string, options: { zone?: string; seconds?: boolean } = {}): string {
  const parts = formatOf(options.zone ?? shownZone()).formatToParts(new Date(iso))
  const of = (type: string) => parts.find((p) => p.type === type)?.value ?? ''
  const minute = `${of('year')}-${of('month')}-${of('day')} ${of('hour')}:${of('minute')}`
  return options.seconds ? `${minute}:${of('second')}` : minute
}

// A grid formats thousands of times, and making a format takes longer than using it.
const formats = new Map<string, Intl.DateTimeFormat>()
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit',
    hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
  })
  formats.set(zone, format)
  return format
}

/** The reader's zone, such as "Europe/Berlin". */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}

const ZONE = 'orrery-zone'
let shown: string | undefined

/** The zone in which times are shown: the reader's own, or UTC where the reader chose that. */
export function shownZone(): string {
  shown ??= typeof localStorage !== 'undefined' && localStorage.getItem(ZONE) === 'UTC' ? 'UTC' : ownZone()
  return shown
}

/** Changes between the reader's own zone and UTC, for every time of the page: it is loaded anew, and its address brings back what it showed. */
export function toggleZone(): void {
  if (shownZone() === 'UTC') localStorage.removeItem(ZONE)
  else localStorage.setItem(ZONE, 'UTC')
  window.location.reload()
}

function pad(n: number): string {
  return String(n).padStart(2, '0')
}
