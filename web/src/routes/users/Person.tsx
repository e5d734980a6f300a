import { Anchor, Button, Drawer, Group, Select, Skeleton, Stack, Switch, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { groupsQuery, useGroupChange, type GroupChange } from '../../api/groups'
import { useLogOutUser, personQuery, useSetAdmin, useWithdrawInvite, type Person as Whole } from '../../api/people'
import { meQuery } from '../../api/session'
import { Facts } from '../../parts/Facts'
import { Problem } from '../../parts/Problem'
import { Tag } from '../../parts/Tag'
import { Time } from '../../parts/Time'
import { ACTIONS } from '../../words'
import { DeleteUser } from './DeleteUser'
import { ServerActions, serverInWords } from './ServerActions'
import { TokensOf } from './TokensOf'
import { told } from './told'
import styles from './Users.module.css'

/** One user, with all that an administrator may do. */
export function Person({ listed, name, onClose, onInvite }: { listed: Whole | undefined; name: string | undefined; onClose: () => void; onInvite: (name: string) => void }) {
  // An address may name somebody whom the filter leaves out, or whom no page has shown yet.
  const { data: found, error } = useQuery({ ...personQuery(name ?? ''), enabled: name !== undefined && listed === undefined })
  const person = listed ?? found
  return (
    <Drawer opened={name !== undefined} onClose={onClose} position="right" size={480} title={<Text fw={600}>{name}</Text>}>
      <Problem error={error} />
      {person === null && <Text size="sm" c="var(--page-quiet)">There is no user of that name.</Text>}
      {person === undefined && error === null && <Skeleton h={240} />}
      {person != null && <Inside person={person} onInvite={onInvite} onGone={onClose} />}
    </Drawer>
  )
}

function Inside({ person, onInvite, onGone }: { person: Whole; onInvite: (name: string) => void; onGone: () => void }) {
  const { data: me } = useQuery(meQuery)
  const setAdmin = useSetAdmin()
  const logOut = useLogOutUser()
  const withdraw = useWithdrawInvite()
  const admin = (to: boolean, undoable: boolean) => {
    setAdmin.mutate({ name: person.name, admin: to }, told(`${person.name} is ${to ? 'an administrator' : 'an ordinary user'} now.`, undoable ? () => { admin(!to, false) } : undefined))
  }
  const isMe = me?.name === person.name
  const servers = person.servers.some((one) => one.name === '') ? person.servers : [{ name: '', display_name: '', state: 'stopped' as const, message: null, url: null, started_at: null, last_activity: null }, ...person.servers]
  return (
    <Stack gap="lg">
      <Facts facts={[['Added', <Time key="t" iso={person.created_at} />], ['Active', person.last_activity === null ? 'never' : <Time key="t" iso={person.last_activity} />], ['Password', person.has_password ? 'set' : 'none']]} />
      <section aria-label="Servers">
        <Title order={3} mb={4}>Servers</Title>
        {servers.map((one) => (
          <Group key={one.name} justify="space-between" wrap="nowrap" py={4} className={styles.line}>
            <div>
              <Text size="sm" className={styles.server} data-state={one.state}>{serverInWords(one)}</Text>
              {one.started_at !== null && <Text size="xs" c="var(--page-quiet)">since <Time iso={one.started_at} /></Text>}
              {one.message !== null && <Text size="xs" c="var(--page-quiet)" lineClamp={3}>{one.message}</Text>}
            </div>
            <ServerActions name={person.name} server={one} />
          </Group>
        ))}
        <Text size="xs" c="var(--page-quiet)" mt={4}>Whoever opens another’s server is written down, and its owner is told.</Text>
      </section>
      <GroupsOf person={person} />
      <section aria-label="Roles"><Title order={3} mb={4}>Roles</Title><Group gap={4}>{person.roles.map((role) => <Tag key={role}>{role}</Tag>)}</Group></section>
      <TokensOf name={person.name} />
      <section aria-label="Access">
        <Title order={3} mb={6}>Access</Title>
        <Stack gap="xs" align="flex-start">
          <Switch label="Administrator" checked={person.admin} disabled={setAdmin.isPending || isMe} onChange={(event) => { admin(event.currentTarget.checked, true) }} />
          <Group gap="xs">
            <Button variant="default" onClick={() => { onInvite(person.name) }} aria-label={`${ACTIONS.invite} for ${person.name}`}>{ACTIONS.invite}</Button>
            {person.invited_until !== null && <Button variant="subtle" color="gray" loading={withdraw.isPending} onClick={() => { withdraw.mutate(person.name, told('The invite link is no longer good.')) }}>Withdraw invite</Button>}
            <Button variant="default" loading={logOut.isPending} onClick={() => { logOut.mutate(person.name, told(`${person.name} is logged out everywhere.`)) }}>{ACTIONS.logOutEverywhere}</Button>
          </Group>
          {person.invited_until !== null && <Text size="sm" c="var(--page-quiet)">Invited until <Time iso={person.invited_until} both />.</Text>}
          <Anchor component={Link} to="/users" search={{ tab: 'audit', actor: person.name } as never}>What {person.name} did</Anchor>
        </Stack>
      </section>
      {!isMe && <DeleteUser name={person.name} onGone={onGone} />}
    </Stack>
  )
}

function GroupsOf({ person }: { person: Whole }) {
  const { data: groups } = useQuery(groupsQuery)
  const change = useGroupChange()
  const others = (groups ?? []).map((one) => one.name).filter((one) => !person.groups.includes(one))
  const send = (wish: GroupChange & { kind: 'join' | 'leave' }, undoable: boolean) => {
    const back = { ...wish, kind: wish.kind === 'join' ? 'leave' as const : 'join' as const }
    change.mutate(wish, told(`${person.name} is ${wish.kind === 'join' ? 'in' : 'no longer in'} ${wish.group}.`, undoable ? () => { send(back, false) } : undefined))
  }
  return (
    <section aria-label="Groups">
      <Title order={3} mb={4}>Groups</Title>
      <Group gap={6}>
        {person.groups.map((group) => (
          <Button key={group} variant="default" size="compact-xs" rightSection="×" aria-label={`Take out of ${group}`} onClick={() => { send({ kind: 'leave', group, name: person.name }, true) }}>{group}</Button>
        ))}
        {others.length > 0 && <Select aria-label="Add to group" placeholder="Add to group" size="xs" w={150} searchable data={others} value={null} onChange={(group) => { if (group !== null) send({ kind: 'join', group, name: person.name }, true) }} />}
        {person.groups.length === 0 && others.length === 0 && <Text size="sm" c="var(--page-quiet)">There are no groups yet; add one under “Groups”.</Text>}
      </Group>
    </section>
  )
}

