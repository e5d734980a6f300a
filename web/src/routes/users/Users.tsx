import { Button, Modal, Tabs, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { getRouteApi } from '@tanstack/react-router'
import { IconUserPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { AddUser } from './AddUser'
import { Audit } from './Audit'
import { Groups } from './Groups'
import { InviteLink } from './InviteLink'
import { People } from './People'
import { Roles } from './Roles'
import { PageHead } from '../../parts/PageHead'
import { TabRow } from '../../parts/TabRow'
import { USERS_TABS, type UsersTab } from '../../search-params'
import { ACTIONS } from '../../words'

const WORDS: Readonly<Record<UsersTab, string>> = { people: 'Users', groups: 'Groups', roles: 'Roles and services', audit: 'Audit log' }
const route = getRouteApi('/inside/users')

export function Users() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const [adding, dialog] = useDisclosure(false)
  const [invited, setInvited] = useState<string | null>(null)
  const tab = search.tab ?? 'people'
  return (
    <>
      <PageHead title="Users" actions={<Button leftSection={<IconUserPlus size={15} />} onClick={dialog.open}>{ACTIONS.addUser}</Button>} />
      <Tabs value={tab} onChange={(to) => { void navigate({ search: { tab: USERS_TABS.find((one) => one === to && one !== 'people') } }) }} keepMounted={false}>
        <TabRow tabs={USERS_TABS.map((one) => [one, WORDS[one]])} shown={tab} />
        <Tabs.Panel value="people"><People search={search} onSearch={(to) => { void navigate({ search: { ...search, ...to }, replace: true }) }} onInvite={setInvited} /></Tabs.Panel>
        <Tabs.Panel value="groups"><Groups /></Tabs.Panel>
        <Tabs.Panel value="roles"><Roles /></Tabs.Panel>
        <Tabs.Panel value="audit"><Audit search={search} onSearch={(to) => { void navigate({ search: { ...search, ...to }, replace: true }) }} /></Tabs.Panel>
      </Tabs>
      <Modal opened={adding} onClose={dialog.close} title={<Text fw={600}>Add a user</Text>}>{adding && <AddUser onDone={(name) => { dialog.close(); setInvited(name) }} />}</Modal>
      <Modal opened={invited !== null} onClose={() => { setInvited(null) }} title={<Text fw={600}>Invite link for {invited}</Text>}>{invited !== null && <InviteLink name={invited} />}</Modal>
    </>
  )
}
