import type { Run } from '../api/client'
import { runPath } from '../paths'
import { STATES } from '../state-table'
import { absolute, between, duration } from '../time'
import { FastLink } from './FastLink'
import styles from './RunBars.module.css'

const SHOWN = 20

/** The last runs of a dag as bars, the newest right: height is duration, colour and pattern are the state, each a link. */
export function RunBars({ runs }: { runs: readonly Run[] }) {
  const now = Date.now()
  const last = runs.slice(-SHOWN)
  const lengths = last.map((run) => between(run.started_at, run.ended_at, now) ?? 0)
  const longest = Math.max(1, ...lengths)
  return (
    <div className={styles.bars} role="group" aria-label={`Last ${last.length} runs`}>
      {Array.from({ length: SHOWN - last.length }, (_, i) => <span key={`none-${i}`} className={styles.none} />)}
      {last.map((run, i) => {
        const length = lengths[i] ?? 0
        const words = `${STATES[run.state].word}, ${absolute(run.logical_date)}${length > 0 ? `, ${duration(length)}` : ''}`
        return (
          <FastLink key={run.run_id} href={runPath(run.dag_id, run.run_id)} title={words} aria-label={words} className={styles.slot}>
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
