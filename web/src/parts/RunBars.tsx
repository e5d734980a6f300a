import type { Run } from '../api/client'
import { runPath } from '../paths'
import { STATES } from '../state-table'
import { absolute, between, duration } from '../time'
import { FastLink } from './FastLink'
import styles from './RunBars.module.css'

const SHOWN = 20

/** The last runs of a dag as bars, the newest right: height is duration, colour and pattern are the state, each a link. Tab comes to the newest, arrows go to the others. */
export function RunBars({ runs }: { runs: readonly Run[] }) {
  const now = Date.now()
  const last = runs.slice(-SHOWN)
  const lengths = last.map((run) => between(run.started_at, run.ended_at, now) ?? 0)
  const longest = Math.max(1, ...lengths)
  return (
    <div className={styles.bars} role="group" aria-label={`Last ${last.length} runs`} onKeyDown={move}>
      {Array.from({ length: SHOWN - last.length }, (_, i) => <span key={`none-${i}`} className={styles.none} />)}
      {last.map((run, i) => {
        const length = lengths[i] ?? 0
        const words = `${STATES[run.state].word}, ${absolute(run.logical_date)}${length > 0 ? `, ${duration(length)}` : ''}`
        return (
          <FastLink key={run.run_id} href={runPath(run.dag_id, run.run_id)} title={words} aria-label={words} className={styles.slot} tabIndex={i === last.length - 1 ? 0 : -1}>
            <span
              className={styles.bar} data-bar={run.state}
              style={{ height: `${Math.round(18 + 82 * (length / longest))}%`, color: `var(--state-${run.state}-solid)` }}
            />
          </FastLink>
        )
      })}
    </div>
  )
}

function move(event: React.KeyboardEvent): void {
  const next = event.key === 'ArrowLeft' ? 'previousElementSibling' : event.key === 'ArrowRight' ? 'nextElementSibling' : null
  const to = next === null ? null : document.activeElement?.[next]
  if (!(to instanceof HTMLAnchorElement)) return
  event.preventDefault()
  to.focus()
}
