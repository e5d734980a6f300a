import { Alert, Group, Progress, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { homeQuery } from '../../api/home'
import { bytes } from '../../words'

/** How much of the quota the home folder uses; nothing where there is none. */
export function HomeFolder() {
  const { data: home } = useQuery(homeQuery)
  if (home === undefined || home.quota_bytes === null || home.used_bytes === null) return null
  const share = Math.round((100 * home.used_bytes) / home.quota_bytes)
  const colour = { unknown: 'gray', fine: 'blue', near: 'yellow', over: 'red' }[home.state]
  return (
    <section aria-label="Home folder" style={{ marginTop: 16 }}>
      <Group justify="space-between" mb={4}><Text size="sm">Home folder</Text><Text size="sm" c="var(--page-quiet)">{bytes(home.used_bytes)} of {bytes(home.quota_bytes)}</Text></Group>
      <Progress value={Math.min(100, share)} color={colour} aria-label={`${String(share)} % of the home folder used`} />
      {home.state === 'near' && <Text size="sm" mt={6}>Nearly full. Delete what you do not need; above the limit your servers are stopped.</Text>}
      {home.state === 'over' && <Alert mt={8} color="red" variant="light" title="Over its limit" role="alert">Delete what you do not need. Your servers are stopped when they say, and 15 minutes after each start, until there is room.</Alert>}
    </section>
  )
}
