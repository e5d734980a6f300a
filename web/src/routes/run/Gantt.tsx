import type { RunDetail } from '../../api/client'
import { FastLink } from '../../parts/FastLink'
import { StateIcon } from '../../parts/StateBadge'
import { useNow } from '../../parts/Time'
import { taskPath } from '../../paths'
import { STATES, isActive } from '../../state-table'
import { absolute, duration } from '../../time'
import styles from './Gantt.module.css'
import { ticks, timeline, type Span, type Timeline } from './gantt-model'

const NAMED_ATTEMPT_PERCENT = 4

/** When each task waited and worked: a lane a task, a bar an attempt, or all instances of a mapped task; each attempt's a link. */
export function Gantt({ run }: { run: RunDetail }) {
  const now = useNow(isActive(run.state) ? 1000 : 0)
  const chart = timeline(run, now)
  if (chart === null) return <p className={styles.legend}>Nothing has begun yet.</p>
  const at = (ms: number) => `${(100 * ms) / chart.length}%`
  return (
    <>
      <div className={styles.chart} role="group" aria-label="Timeline">
        {chart.rows.map((row) => (
          <div key={row.taskId} style={{ display: 'contents' }}>
            <div className={styles.name} title={row.taskId}>{row.taskId}</div>
            <div className={styles.lane}>
              {ticks(chart.length).map((tick) => <span key={tick} className={styles.grid} style={{ left: at(tick) }} />)}
              {row.spans.map((span) => <Bar key={span.attempt} run={run} chart={chart} taskId={row.taskId} span={span} at={at} />)}
            </div>
          </div>
        ))}
        <span />
        <div className={styles.axis}>{ticks(chart.length).map((tick) => <span key={tick} className={styles.tick} style={{ left: at(tick) }}>{tick === 0 ? '0' : duration(tick)}</span>)}</div>
      </div>
      <p className={styles.legend}>Time since {absolute(new Date(chart.start).toISOString(), { seconds: true })}; dashed: waiting for a place.</p>
    </>
  )
}

function Bar({ run, chart, taskId, span, at }: { run: RunDetail; chart: Timeline; taskId: string; span: Span; at: (ms: number) => string }) {
  const waited = span.begun - span.from
  const words = `${taskId}, ${span.attempt === null ? 'all instances' : `attempt ${span.attempt}`}: ${STATES[span.state].word}${span.to > span.begun ? `, ${duration(span.to - span.begun)}` : ''}${waited >= 100 ? `, waited ${duration(waited)}` : ''}`
  const roomy = (100 * (span.to - span.begun)) / chart.length > NAMED_ATTEMPT_PERCENT
  const mark = roomy && <span className={styles.mark}><StateIcon state={span.state} size={12} /></span>
  const bar = { left: at(span.begun), width: at(span.to - span.begun), background: `var(--state-${span.state}-bg)`, border: `1px solid var(--state-${span.state}-solid)`, color: `var(--state-${span.state}-fg)` }
  return (
    <>
      {waited > 0 && <span className={styles.span} data-waiting style={{ left: at(span.from), width: at(waited) }} />}
      {(span.to > span.begun || waited === 0) && (span.attempt === null
        ? <span role="img" className={styles.span} title={words} aria-label={words} style={bar}>{mark}</span>
        : <FastLink href={`${taskPath(run.dag_id, run.run_id, taskId)}?attempt=${span.attempt}`} className={styles.span} title={words} aria-label={words} style={bar}>{mark}</FastLink>
      )}
    </>
  )
}
