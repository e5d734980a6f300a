import { Anchor, Grid, SimpleGrid, Stack, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Dag } from '../../api/client'
import { dagsQuery } from '../../api/dags'
import { Problem } from '../../parts/Problem'
import { PageHead } from '../../parts/PageHead'
import { countByState, failing } from '../dags/filters'
import { FirstSteps } from './FirstSteps'
import { LastRuns } from './LastRuns'
import { ServerCard } from './ServerCard'
import styles from './Home.module.css'

/** What a person wants to know first: is my server up, what fails, what ran. */
export function Home() {
  const { data: dags, error, refetch } = useQuery(dagsQuery)
  return (
    <>
      <PageHead title="Home" />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 5, lg: 4 }}><ServerCard /></Grid.Col>
        <Grid.Col span={{ base: 12, md: 7, lg: 8 }}>
          <Stack gap="lg">
            <Problem error={error} retry={() => { void refetch() }} />
            {dags === undefined && error === null && <div className={styles.waiting} role="status">Asking the server …</div>}
            {dags?.length === 0 && <FirstSteps />}
            {dags !== undefined && dags.length > 0 && <><Counts dags={dags} /><Failing dags={failing(dags)} /><LastRuns dags={dags} /></>}
          </Stack>
        </Grid.Col>
      </Grid>
    </>
  )
}

function Counts({ dags }: { dags: readonly Dag[] }) {
  const counts = countByState(dags)
  return (
    <SimpleGrid cols={4} spacing="sm">
      <Link to="/dags" className={styles.count}><strong>{dags.length}</strong><span>dags</span></Link>
      <Link to="/dags" search={{ state: 'failed' }} className={styles.count} data-bad={(counts.failed ?? 0) > 0 || undefined}><strong>{counts.failed ?? 0}</strong><span>failed</span></Link>
      <Link to="/dags" search={{ state: 'running' }} className={styles.count}><strong>{counts.running ?? 0}</strong><span>running</span></Link>
      <Link to="/dags" search={{ paused: true }} className={styles.count}><strong>{dags.filter((dag) => dag.paused).length}</strong><span>paused</span></Link>
    </SimpleGrid>
  )
}

function Failing({ dags }: { dags: readonly Dag[] }) {
  if (dags.length === 0) return null
  return (
    <section>
      <Title order={2} mb={6}>Failing</Title>
      <LastRuns dags={dags} failing />
      {dags.length > 5 && <Anchor component={Link} to="/dags" search={{ state: 'failed' } as never} size="sm">All {dags.length} failing dags</Anchor>}
    </section>
  )
}
