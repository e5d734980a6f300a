import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { IconCalendarOff } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import type { DagDetail } from '../../api/client'
import { runsQuery } from '../../api/runs'
import { Empty } from '../../parts/Empty'
import { Problem } from '../../parts/Problem'
import { ACTIONS } from '../../words'
import styles from './Grid.module.css'
import { GridTable } from './GridTable'
import { inSteps } from './grid-model'

const FIRST = 25
const MORE = 100

/** Columns are runs, the newest right; rows are tasks. Arrow keys move, Enter opens. */
export function Grid({ dag }: { dag: DagDetail }) {
  const { runs: limit = FIRST } = useSearch({ from: '/inside/dags/$dagId' })
  const navigate = useNavigate({ from: '/dags/$dagId' })
  const { data, error, refetch } = useQuery(runsQuery(dag.dag_id, limit, 'tasks'))
  const scroller = useRef<HTMLDivElement>(null)
  const runs = [...(data?.runs ?? [])].reverse()
  const newest = runs.at(-1)?.run_id
  const versions = new Set(runs.map((run) => run.commit)).size
  const [top, setTop] = useState(0)
  useEffect(() => { scroller.current?.scrollTo({ left: scroller.current.scrollWidth }) }, [newest])

  if (error !== null && data === undefined) return <Problem error={error} retry={() => { void refetch() }} />
  if (data === undefined) return <div className={styles.waiting} />
  if (runs.length === 0) {
    return (
      <Empty title="No run yet" icon={<IconCalendarOff size={28} />}>
        {dag.schedule === null ? `It has no schedule, so it waits for “${ACTIONS.runNow}” above.` : dag.paused ? `The schedule is paused. Switch it on above, or choose “${ACTIONS.runNow}”.` : `The first one comes by schedule (${dag.schedule_text}); “${ACTIONS.runNow}” does not wait for it.`}
      </Empty>
    )
  }
  return (
    <>
      <div ref={scroller} className={styles.scroller} onScroll={(event) => { setTop(inSteps(event.currentTarget.scrollTop)) }}>
        <GridTable dag={dag} runs={runs} top={top} />
      </div>
      <p className={styles.legend}>A bar’s height is how long the run took. ▸ by hand{versions > 1 && ' · dashed line: a new version from here on'} · arrow keys move, Enter opens</p>
      {data.has_more && limit < MORE && (
        <Button variant="default" mt="sm" onClick={() => { void navigate({ search: (before) => ({ ...before, runs: MORE }), replace: true }) }}>Show the last {MORE} runs</Button>
      )}
    </>
  )
}

