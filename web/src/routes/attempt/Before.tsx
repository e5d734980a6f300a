import { Anchor, Text } from '@mantine/core'
import { useQueries, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { AttemptDetail, AttemptError, ListedRun, RunDetail } from '../../api/client'
import { attemptQuery } from '../../api/attempts'
import { runQuery, runsQuery } from '../../api/runs'
import { FastLink } from '../../parts/FastLink'
import { Time } from '../../parts/Time'
import { taskPath } from '../../paths'
import { count, shortCommit } from '../../words'
import styles from './Before.module.css'
import { alike, changedParameters, historyOf } from './history'

/** Runs that are looked back at, and failures before whose errors are compared. */
const RUNS = 50
const COMPARED = 5

/** Of a failure: whether it was seen before, when the task last ran well, and what is different since. */
export function Before({ run, taskId, attempt, error }: { run: RunDetail; taskId: string; attempt: AttemptDetail; error: AttemptError }) {
  const { dag_id: dagId, run_id: runId } = run
  const { data } = useQuery(runsQuery(dagId, RUNS, 'tasks'))
  const history = data === undefined ? null : historyOf(data.runs, data.has_more, runId, taskId)
  const earlier = history?.streak.slice(1, 1 + COMPARED) ?? []
  const errors = useQueries({ queries: earlier.map((one) => runQuery(dagId, one.run_id)) })
    .flatMap(({ data: one }) => one?.tasks.find((task) => task.task_id === taskId)?.attempts.at(-1)?.error ?? [])
  if (history === null) return null
  const same = errors.filter((one) => alike(one, error)).length
  const first = history.streak.at(-1)
  return (
    <section className={styles.before} aria-label="Seen before">
      <Text size="sm">
        {history.streak.length > 1 && first !== undefined
          ? <><b>{history.streak.length} failures in a row</b>{history.whole ? ', first in the run of ' : ', or more, at least since '}<FastLink href={taskPath(dagId, first.run_id, taskId)}><Time iso={first.logical_date} both /></FastLink>.{' '}</>
          : <><b>Not seen in the run before.</b>{' '}</>}
        {errors.length > 0 && (same === errors.length ? `The same error in the ${errors.length === 1 ? 'run' : `${errors.length} runs`} before. ` : same === 0 ? `A new error: before it was ${errors[0]?.name ?? 'another one'}. ` : `The same error in ${same} of the ${errors.length} failed runs before. `)}
      </Text>
      {history.lastGood === null
        ? <Text size="sm" c="var(--page-quiet)">{history.whole ? 'It has never succeeded so far.' : `It did not succeed in the last ${count(data?.runs.length ?? 0, 'run')}.`}</Text>
        : <Since good={history.lastGood} run={run} taskId={taskId} attempt={attempt} />}
    </section>
  )
}

function Since({ good, run, taskId, attempt }: { good: ListedRun; run: RunDetail; taskId: string; attempt: AttemptDetail }) {
  const { data: whole } = useQuery(runQuery(run.dag_id, good.run_id))
  const number = whole?.tasks.find((task) => task.task_id === taskId)?.attempts.at(-1)?.attempt
  const { data: then } = useQuery({ ...attemptQuery({ dagId: run.dag_id, runId: good.run_id, taskId, attempt: number ?? 1 }), enabled: number !== undefined })
  const parameters = then === undefined ? [] : changedParameters(then.parameters, attempt.parameters)
  const version = good.commit !== run.commit
  const environment = whole !== undefined && whole.environment !== run.environment
  const shown = (value: unknown) => (value === undefined ? 'not given' : JSON.stringify(value))
  return (
    <>
      <Text size="sm">Last good run: <FastLink href={taskPath(run.dag_id, good.run_id, taskId)}><Time iso={good.logical_date} both /></FastLink>.{whole !== undefined && then !== undefined && !version && !environment && parameters.length === 0 && ' Since then version, environment and parameters are the same: look at the data.'}</Text>
      {(version || environment || parameters.length > 0) && (
        <ul className={styles.changes} aria-label="Changed since the last good run">
          {version && <li>version <code>{shortCommit(good.commit)}</code> → <code>{shortCommit(run.commit)}</code>: <Anchor component={Link} to="/dags/$dagId" params={{ dagId: run.dag_id } as never} search={{ tab: 'code', commit: run.commit, against: good.commit } as never} size="sm">see what changed</Anchor></li>}
          {environment && <li>environment <code>{whole.environment}</code> → <code>{run.environment}</code></li>}
          {parameters.map(({ name, before, after }) => <li key={name}>parameter <code>{name}</code>: <code>{shown(before)}</code> → <code>{shown(after)}</code></li>)}
        </ul>
      )}
    </>
  )
}
