import { Anchor, Button, Group, Progress, Skeleton, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { IconHistory } from '@tabler/icons-react'
import { useState } from 'react'
import { backfillQuery, backfillsQuery, isOpen, useChangeBackfill, type Backfill } from '../../api/backfills'
import type { DagDetail } from '../../api/client'
import { Empty } from '../../parts/Empty'
import { FastLink } from '../../parts/FastLink'
import { Problem } from '../../parts/Problem'
import { StateIcon } from '../../parts/StateBadge'
import { Time } from '../../parts/Time'
import { runPath } from '../../paths'
import { STATES } from '../../state-table'
import { absolute, duration } from '../../time'
import { ACTIONS, count } from '../../words'
import { Confirm } from '../run/Confirm'
import { againFailed } from '../run/choices'
import { BackfillForm } from './BackfillForm'
import styles from './Backfills.module.css'

const WORDS: Readonly<Record<Backfill['state'], string>> = {
  running: 'under way', paused: 'paused', completed: 'completed', cancelled: 'cancelled', stopped: 'stopped after its failures',
}

/** Stretches of the dag's past that somebody had run, and the way to another. */
export function Backfills({ dag }: { dag: DagDetail }) {
  const [asking, setAsking] = useState(false)
  const { data, error, refetch } = useQuery(backfillsQuery(dag.dag_id))
  const { backfill: shown } = useSearch({ from: '/inside/dags/$dagId' })
  const navigate = useNavigate({ from: '/dags/$dagId' })
  const button = <Button onClick={() => { setAsking(true) }}>{ACTIONS.backfill}</Button>
  return (
    <>
      <Problem error={error} retry={() => { void refetch() }} />
      {data === undefined && error === null && <Skeleton h={160} />}
      {data?.length === 0 && (
        <Empty title="No backfill yet" icon={<IconHistory size={28} />}>
          A backfill runs the dag for times that have passed: before it was deployed, while it was paused, or after a mend.
          <div style={{ marginTop: 12 }}>{button}</div>
        </Empty>
      )}
      {data !== undefined && data.length > 0 && (
        <Stack gap="sm">
          <Group>{button}<Text size="sm" c="var(--page-quiet)">Its runs take none of the dag’s own places, and scheduled runs go first.</Text></Group>
          {data.map((one, i) => (
            <Card
              key={one.backfill_id} backfill={one} timezone={dag.timezone} unfolded={shown === undefined ? i === 0 : shown === one.backfill_id}
              onFold={(unfold) => { void navigate({ search: (before) => ({ ...before, backfill: unfold ? one.backfill_id : 'none' }), replace: true }) }}
            />
          ))}
        </Stack>
      )}
      {asking && <BackfillForm dag={dag} onClose={() => { setAsking(false) }} />}
    </>
  )
}

function Card({ backfill, unfolded: shown, timezone, onFold }: { backfill: Backfill; unfolded: boolean; timezone: string; onFold: (unfold: boolean) => void }) {
  const left = backfill.seconds_left
  const good = backfill.ended - backfill.failed
  const share = (n: number) => (backfill.total === 0 ? 0 : (100 * n) / backfill.total)
  return (
    <section className={styles.card} aria-label={`Backfill ${WORDS[backfill.state]}`}>
      <Group justify="space-between" gap="xs">
        <Text size="sm"><b>{absolute(backfill.from, { zone: timezone })} – {absolute(backfill.to, { zone: timezone })}</b> · {WORDS[backfill.state]}</Text>
        {isOpen(backfill) && <Controls backfill={backfill} />}
      </Group>
      <Progress.Root size="md" my={8} aria-label={`${backfill.ended} of ${backfill.total} runs have ended`}>
        <Progress.Section value={share(good)} color="var(--state-success-solid)" />
        <Progress.Section value={share(backfill.failed)} color="var(--state-failed-solid)" />
        <Progress.Section value={share(backfill.active)} color="var(--state-running-solid)" />
      </Progress.Root>
      <div className={styles.quiet}>
        {backfill.ended} of {count(backfill.total, 'run')} ended{backfill.failed > 0 && <>, <span style={{ color: 'var(--state-failed-fg)' }}>{backfill.failed} failed</span></>}
        {backfill.active > 0 && `, ${backfill.active} under way`}{left !== null && left > 0 && `, about ${duration(left * 1000)} left`}
        {' · '}{backfill.max_active} at a time, {backfill.order} first{backfill.existing !== 'none' && `, ${backfill.existing === 'all' ? 'runs that existed' : 'failed runs'} again`}
        {' · '}by {backfill.created_by} <Time iso={backfill.created_at} />{' · '}
        <Anchor component="button" size="sm" onClick={() => { onFold(!shown) }} aria-expanded={shown}>{shown ? 'Hide the runs' : 'Show the runs'}</Anchor>
      </div>
      {shown && <Runs backfill={backfill} />}
    </section>
  )
}

function Runs({ backfill }: { backfill: Backfill }) {
  const [again, setAgain] = useState(false)
  const { data } = useQuery(backfillQuery(backfill.dag_id, backfill.backfill_id))
  if (data === undefined) return <Skeleton h={24} mt={8} />
  const skipped = data.runs.filter((run) => run.action === 'skip').length
  const failed = data.runs.filter((run) => run.state === 'failed').map((run) => run.run_id)
  return (
    <>
      <div className={styles.runs} role="group" aria-label="Runs">
        {data.runs.filter((run) => run.action !== 'skip').map((run) => {
          if (run.state === null) return <span key={run.run_id} className={styles.waiting} title={`${absolute(run.logical_date)}: not begun`} />
          const words = `${absolute(run.logical_date)}: ${STATES[run.state].word}`
          return (
            <FastLink
              key={run.run_id} href={runPath(backfill.dag_id, run.run_id)} className={styles.run} title={words} aria-label={words}
              style={{ color: `var(--state-${run.state}-fg)`, background: `var(--state-${run.state}-bg)`, borderColor: `var(--state-${run.state}-solid)` }}
            >
              <StateIcon state={run.state} size={13} />
            </FastLink>
          )
        })}
      </div>
      {failed.length > 0 && <Button mt={6} size="compact-xs" variant="default" onClick={() => { setAgain(true) }}>Run what failed again</Button>}
      {again && <Confirm dagId={backfill.dag_id} choice={againFailed(failed)} onClose={() => { setAgain(false) }} />}
      {skipped > 0 && <p className={styles.quiet}>{count(skipped, 'date')} skipped, since {skipped === 1 ? 'its run exists' : 'their runs exist'}.</p>}
    </>
  )
}

function Controls({ backfill }: { backfill: Backfill }) {
  const change = useChangeBackfill(backfill.dag_id, backfill.backfill_id)
  const to = (what: 'pause' | 'resume' | 'cancel') => {
    change.mutate(what, { onError: (error) => notifications.show({ color: 'red', title: 'The backfill was not changed', message: error.message }) })
  }
  return (
    <Group gap={6}>
      {backfill.state === 'running'
        ? <Button size="xs" variant="default" onClick={() => { to('pause') }}>{ACTIONS.pause}</Button>
        : <Button size="xs" variant="default" onClick={() => { to('resume') }}>{ACTIONS.resume}</Button>}
      <Button size="xs" variant="default" onClick={() => { to('cancel') }} title="Begin no more runs; those under way go on">{ACTIONS.cancelBackfill}</Button>
    </Group>
  )
}
