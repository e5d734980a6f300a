import { Anchor, Grid, SimpleGrid, Stack, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Dag } from '../../api/client'
import { dagsQuery, type DagList } from '../../api/dags'
import { Problem } from '../../parts/Problem'
import { PageHead } from '../../parts/PageHead'
import { useStars } from '../../parts/stars'
import { Waiting } from '../../parts/Waiting'
import { failing } from '../dags/filters'
import { FirstSteps } from './FirstSteps'
import { LastRuns } from './LastRuns'
import { ServerCard } from './ServerCard'
import styles from './Home.module.css'

/** How many dags that ran last are looked at for their runs, and how many failing ones are listed. */
const RECENT = 50
const FAILING = 5
const STARRED = 8

/** What a person wants to know first: is my server up, what fails, what ran. */
export function Home() {
  const { data: recent, error, refetch } = useQuery(dagsQuery({ sort: '-last_run', limit: RECENT }))
  const { data: failed } = useQuery(dagsQuery({ sort: '-last_run', state: 'failed', limit: FAILING }))
  const again = failing(recent?.dags ?? []).filter((dag) => failed?.dags.every((one) => one.dag_id !== dag.dag_id) === true)
  return (
    <>
      <PageHead title="Home" />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 5, lg: 4 }}><ServerCard /></Grid.Col>
        <Grid.Col span={{ base: 12, md: 7, lg: 8 }}>
          <Stack gap="lg">
            <Problem error={error} retry={() => { void refetch() }} />
            {recent === undefined && error === null && <Waiting />}
            {recent?.counts.all === 0 && <FirstSteps />}
            {recent !== undefined && recent.counts.all > 0 && (
              <><Counts counts={recent.counts} /><Failing dags={[...(failed?.dags ?? []), ...again]} total={failed?.total ?? 0} /><Starred /><LastRuns dags={recent.dags} /></>
            )}
          </Stack>
        </Grid.Col>
      </Grid>
    </>
  )
}

/** What the reader marked, each by its newest run. */
function Starred() {
  const { stars } = useStars()
  const { data } = useQuery({ ...dagsQuery({ ids: stars.join(','), limit: STARRED }), enabled: stars.length > 0 })
  const dags = stars.length === 0 ? [] : data?.dags ?? []
  if (dags.length === 0) return null
  return (
    <section aria-label="Starred">
      <Title order={2} mb={6}>Starred</Title>
      <LastRuns dags={dags} of="newest" />
      {(data?.total ?? 0) > STARRED && <Anchor component={Link} to="/dags" search={{ starred: true } as never} size="sm">All {data?.total} starred dags</Anchor>}
    </section>
  )
}

function Counts({ counts: { all, paused, states } }: { counts: DagList['counts'] }) {
  const failed = states.failed ?? 0
  return (
    <SimpleGrid cols={4} spacing="sm">
      <Link to="/dags" className={styles.count}><strong>{all}</strong><span>dags</span></Link>
      <Link to="/dags" search={{ state: 'failed' }} className={styles.count} data-bad={failed > 0 || undefined}><strong>{failed}</strong><span>failed</span></Link>
      <Link to="/dags" search={{ state: 'running' }} className={styles.count}><strong>{states.running ?? 0}</strong><span>running</span></Link>
      <Link to="/dags" search={{ paused: true }} className={styles.count}><strong>{paused}</strong><span>paused</span></Link>
    </SimpleGrid>
  )
}

function Failing({ dags, total }: { dags: readonly Dag[]; total: number }) {
  if (dags.length === 0) return null
  return (
    <section>
      <Title order={2} mb={6}>Failing</Title>
      <LastRuns dags={dags} of="failed" />
      {total > FAILING && <Anchor component={Link} to="/dags" search={{ state: 'failed' } as never} size="sm">All {total} failing dags</Anchor>}
    </section>
  )
}
