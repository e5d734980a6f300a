import { Anchor, Container } from '@mantine/core'
import { IconMapOff } from '@tabler/icons-react'
import { Link, useRouter } from '@tanstack/react-router'
import { Empty } from '../parts/Empty'
import { Problem } from '../parts/Problem'

export function NotFound() {
  return (
    <Container size="sm" py="xl">
      <Empty title="There is no such page" icon={<IconMapOff size={28} />}>
        The address may be mistyped, or what it named is gone. Go to <Anchor component={Link} to="/">home</Anchor> or to <Anchor component={Link} to="/dags">the dags</Anchor>.
      </Empty>
    </Container>
  )
}

export function Failed({ error }: { error: unknown }) {
  const router = useRouter()
  return <Container size="sm" py="xl"><Problem error={error instanceof Error ? error : new Error(String(error))} retry={() => { void router.invalidate() }} /></Container>
}
