import { Anchor, Group, Paper, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { IconShield } from '@tabler/icons-react'
import { rolesQuery } from '../../api/groups'
import { Empty } from '../../parts/Empty'
import { Problem } from '../../parts/Problem'
import { Tag } from '../../parts/Tag'

/** What hub.json says; it is changed there. */
export function Roles() {
  const { data, error, refetch } = useQuery(rolesQuery)
  if (error !== null) return <Problem error={error} retry={() => { void refetch() }} />
  if (data === undefined) return <Skeleton h={160} />
  return (
    <Stack gap="sm" maw={820}>
      <Text size="sm" c="var(--page-quiet)">Roles and services are written in <code>hub.json</code> in the data directory, which is read when the platform starts. Every user has the role user, every administrator the role admin.</Text>
      <Title order={2}>Roles</Title>
      {data.roles.length === 0 && <Empty title="No role of your own" icon={<IconShield size={26} />}>A role gives scopes, such as <code>read:users:activity</code>, to users, groups or services.</Empty>}
      {data.roles.map((role) => {
        const holders = [...role.users, ...role.groups.map((one) => `group ${one}`), ...role.services.map((one) => `service ${one}`)]
        return (
          <Paper key={role.name} withBorder p="sm" component="section" aria-label={role.name}>
            <Text fw={550}>{role.name}</Text>
            <Group gap={4} my={4}>{role.scopes.map((scope) => <Tag key={scope}>{scope}</Tag>)}</Group>
            <Text size="sm" c="var(--page-quiet)">{holders.length === 0 ? 'given to nobody by name' : holders.join(', ')}</Text>
          </Paper>
        )
      })}
      <Title order={2} mt="md">Services</Title>
      {data.services.length === 0 && <Empty title="No service" icon={<IconShield size={26} />}>A service is a program beside the platform, such as a culler or a dashboard, with a token of its own.</Empty>}
      {data.services.map((service) => (
        <Paper key={service.name} withBorder p="sm" component="section" aria-label={service.name}>
          <Group gap="xs">
            <Text fw={550}>{service.path === null ? service.name : <Anchor href={service.path} target="_blank" rel="noreferrer" fw={550}>{service.name}</Anchor>}</Text>
            {service.admin && <Tag strong>administrator</Tag>}
            <Tag>{service.managed ? 'run by the platform' : 'run elsewhere'}</Tag>
            {service.roles.map((role) => <Tag key={role}>{role}</Tag>)}
          </Group>
        </Paper>
      ))}
    </Stack>
  )
}
