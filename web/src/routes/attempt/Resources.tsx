import { Text } from '@mantine/core'
import type { AttemptDetail, CellProgress } from '../../api/client'
import { Empty } from '../../parts/Empty'
import { StateIcon } from '../../parts/StateBadge'
import { useNow } from '../../parts/Time'
import { isActive } from '../../state-table'
import { between, duration } from '../../time'
import { bytes, count } from '../../words'
import styles from './Resources.module.css'

/** What each cell took: time, processor, memory; the longest bars are where to look. */
export function Resources({ attempt, onCell }: { attempt: AttemptDetail; onCell: (cell: CellProgress) => void }) {
  const now = useNow(isActive(attempt.state) ? 1000 : 0)
  const { cells } = attempt
  if (cells.length === 0) return <Empty title="Nothing measured">No cell has run in this attempt.</Empty>
  const times = cells.map((cell) => between(cell.started_at, cell.ended_at, now) ?? 0)
  const longest = Math.max(1, ...times)
  const most = Math.max(1, ...cells.map((cell) => cell.peak_memory_bytes ?? 0))
  const total = times.reduce((sum, time) => sum + time, 0)
  const cpu = cells.reduce((sum, cell) => sum + (cell.cpu_seconds ?? 0), 0)
  return (
    <>
      <Text size="sm" mb="xs">{count(cells.length, 'cell')} in {duration(total)}, {duration(cpu * 1000)} of processor{total > 0 && ` (${(100 * cpu * 1000 / total).toFixed(0)} % of one)`}, at most {bytes(most)} of memory.</Text>
      <div style={{ overflowX: 'auto' }}>
        <table className={styles.cells} aria-label="Resources by cell">
          <thead><tr><th>Cell</th><th>Time</th><th /><th>Processor</th><th>Peak memory</th><th /></tr></thead>
          <tbody>
            {cells.map((cell, i) => (
              <tr key={cell.index}>
                <td><button type="button" className={styles.cell} onClick={() => { onCell(cell) }}><span style={{ color: `var(--state-${stateOf(cell)}-fg)`, display: 'inline-flex' }}><StateIcon state={stateOf(cell)} size={14} /></span>{cell.index + 1}</button></td>
                <td className={styles.number}>{duration(times[i] ?? 0)}</td>
                <td className={styles.lane}><span className={styles.bar} style={{ width: `${(100 * (times[i] ?? 0)) / longest}%` }} /></td>
                <td className={styles.number}>{cell.cpu_seconds === null ? '–' : duration(cell.cpu_seconds * 1000)}</td>
                <td className={styles.number}>{cell.peak_memory_bytes === null ? '–' : bytes(cell.peak_memory_bytes)}</td>
                <td className={styles.lane}><span className={styles.bar} style={{ width: `${(100 * (cell.peak_memory_bytes ?? 0)) / most}%` }} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

function stateOf(cell: CellProgress): 'running' | 'success' | 'failed' {
  return cell.state === 'completed' ? 'success' : cell.state
}
