import { ActionIcon, Menu, Tooltip, UnstyledButton, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { useDisclosure, useHotkeys } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useNavigate } from '@tanstack/react-router'
import { IconKeyboard, IconLogout, IconMoon, IconSearch, IconSun, IconUser } from '@tabler/icons-react'
import { useEvents } from '../api/events'
import { meQuery, useLogout } from '../api/session'
import { hotkeys } from '../keys'
import { Mark } from '../parts/Mark'
import { ownZone, shownZone, toggleZone } from '../time'
import { ACTIONS } from '../words'
import { KeyOverlay } from './KeyOverlay'
import { Search } from './Search'
import styles from './Shell.module.css'

/** What stands around every page: the way to the others, search, the reader's own menu, and the event stream. */
export function Shell() {
  useEvents()
  const { data: me } = useQuery(meQuery)
  const navigate = useNavigate()
  const [keysShown, keysOverlay] = useDisclosure(false)
  const [searching, search] = useDisclosure(false)
  useHotkeys([
    ...hotkeys('help', keysOverlay.toggle),
    ...hotkeys('search', search.open),
    ...hotkeys('home', () => { void navigate({ to: '/' }) }),
    ...hotkeys('dags', () => { void navigate({ to: '/dags' }) }),
  ])
  return (
    <>
      <a href="#main" className={styles.skip}>Skip to content</a>
      <div className={styles.bar}>
        <Link to="/" className={styles.brand} aria-label="Orrery home"><Mark size={26} /><span>Orrery</span></Link>
        <nav aria-label="Main" className={styles.nav}>
          <Link to="/" activeOptions={{ exact: true, includeSearch: false }}>Home</Link>
          <Link to="/dags">Dags</Link>
          {me?.admin === true && <Link to="/users">Users</Link>}
        </nav>
        <UnstyledButton className={styles.search} onClick={search.open} aria-label="Search dags">
          <IconSearch size={15} /><span>Search dags</span><kbd>/</kbd>
        </UnstyledButton>
        <ZoneSwitch />
        <SchemeSwitch />
        <UserMenu name={me?.name ?? ''} onKeys={keysOverlay.open} />
      </div>
      <main id="main" className={styles.main} tabIndex={-1}><Outlet /></main>
      <KeyOverlay opened={keysShown} onClose={keysOverlay.close} />
      <Search opened={searching} onClose={search.close} onKeys={keysOverlay.open} />
    </>
  )
}

function ZoneSwitch() {
  const zone = shownZone()
  const other = zone === 'UTC' ? ownZone() : 'UTC'
  if (zone === other) return <span className={styles.zone}>{zone}</span>
  return (
    <Tooltip label={`Times are ${zone}. Switch to ${other}`}>
      <UnstyledButton className={styles.zone} onClick={toggleZone} aria-label={`Switch times to ${other}`}>{zone}</UnstyledButton>
    </Tooltip>
  )
}

function SchemeSwitch() {
  const { setColorScheme } = useMantineColorScheme()
  const scheme = useComputedColorScheme('light')
  const to = scheme === 'dark' ? 'light' : 'dark'
  return (
    <Tooltip label={`Switch to ${to}`}>
      <ActionIcon variant="subtle" color="gray" size="lg" onClick={() => { setColorScheme(to) }} aria-label={`Switch to ${to}`}>
        {scheme === 'dark' ? <IconSun size={18} /> : <IconMoon size={18} />}
      </ActionIcon>
    </Tooltip>
  )
}

function UserMenu({ name, onKeys }: { name: string; onKeys: () => void }) {
  const logout = useLogout()
  return (
    <Menu position="bottom-end" width={200} withArrow>
      <Menu.Target>
        <UnstyledButton className={styles.user} aria-label={`Menu of ${name}`}><span aria-hidden>{name.slice(0, 1).toUpperCase()}</span><em>{name}</em></UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to="/account" leftSection={<IconUser size={15} />}>Account and tokens</Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={15} />} onClick={onKeys}>Keys</Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={15} />} onClick={() => { logout.mutate() }}>{ACTIONS.logOut}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
