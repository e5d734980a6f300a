import { Button, Group, Paper, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { IconUsersGroup } from '@tabler/icons-react'
import { useState } from 'react'
import { groupsQuery, useGroupChange } from '../../api/groups'
import { Empty } from '../../parts/Empty'
import { Problem } from '../../parts/Problem'
import { ACTIONS, count } from '../../words'
import { told } from './told'
import styles from './Users.module.css'

const SHOWN = 12

export function Groups() {
  const { data: groups, error, refetch } = useQuery(groupsQuery)
  const change = useGroupChange()
  const [name, setName] = useState('')
  const [sure, setSure] = useState<string | null>(null)
  const onSubmit = (event: React.FormEvent) => {
    event.preventDefault()
    change.mutate({ kind: 'add', group: name.trim() }, { ...told(`The group ${name.trim()} is there. Add users to it on their pages.`), onSettled: () => { setName('') } })
  }
  return (
    <Stack gap="sm" maw={820}>
      <Text size="sm" c="var(--page-quiet)">Profiles, limits and roles may be given to a group.</Text>
      <form onSubmit={onSubmit}><Group gap="xs"><TextInput aria-label="Name of the group" placeholder="Name" value={name} maxLength={100} onChange={(event) => { setName(event.currentTarget.value) }} /><Button type="submit" disabled={name.trim() === ''} loading={change.isPending}>{ACTIONS.addGroup}</Button></Group></form>
      <Problem error={error} retry={() => { void refetch() }} />
      {groups === undefined && error === null && <Skeleton h={120} />}
      {groups?.length === 0 && <Empty title="No group" icon={<IconUsersGroup size={26} />}>A group lets several users have the same profiles, limits and roles.</Empty>}
      {groups?.map((group) => (
        <Paper key={group.name} withBorder p="sm" component="section" aria-label={group.name}>
          <Group justify="space-between" wrap="nowrap">
            <div>
              <Link to="/users" search={{ group: group.name }} className={styles.name}>{group.name}</Link>
              <Text size="sm" c="var(--page-quiet)">{group.members.length === 0 ? 'nobody yet' : `${count(group.members.length, 'member')}: ${group.members.slice(0, SHOWN).join(', ')}${group.members.length > SHOWN ? ', …' : ''}`}</Text>
            </div>
            {sure === group.name
              ? <Button color="red" size="compact-sm" flex="none" onClick={() => { change.mutate({ kind: 'delete', group: group.name }, told(`The group ${group.name} is gone; its members stay users.`)) }}>Delete now</Button>
              : <Button variant="subtle" color="red" size="compact-sm" flex="none" onClick={() => { setSure(group.name) }} aria-label={`Delete group ${group.name}`}>Delete</Button>}
          </Group>
        </Paper>
      ))}
    </Stack>
  )
}
