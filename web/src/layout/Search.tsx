import { Modal, Text, TextInput, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useLocation, useNavigate, useRouter } from '@tanstack/react-router'
import { IconArrowRight, IconSearch } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import { dagsQuery } from '../api/dags'
import { meQuery } from '../api/session'
import { StateIcon } from '../parts/StateBadge'
import { toggleZone } from '../time'
import { actionsAt, hasWords, matchingActions, type Action } from './palette'
import styles from './Search.module.css'

const SHOWN = 12
/** In milliseconds. */
const TYPING = 80

/** Jump to a dag by a part of its name, owner or tag, to a page, or do what pages have in common. */
export function Search({ opened, onClose, onKeys }: { opened: boolean; onClose: () => void; onKeys: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} withCloseButton={false} padding={0} size="lg" yOffset="12vh" centered={false} attributes={{ content: { 'aria-label': 'Search dags' } }}>
      {opened && <Box onClose={onClose} onKeys={onKeys} />}
    </Modal>
  )
}

interface Found { readonly key: string; readonly line: ReactNode; readonly open: () => void }

function Box({ onClose, onKeys }: { onClose: () => void; onKeys: () => void }) {
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const [q] = useDebouncedValue(text, TYPING)
  const { data } = useQuery(dagsQuery({ q: q || undefined, limit: SHOWN }))
  const { data: me } = useQuery(meQuery)
  const { pathname } = useLocation()
  const navigate = useNavigate()
  const act = useAct(onKeys)
  const found: Found[] = [
    ...(data?.dags ?? []).filter((dag) => hasWords(text, [dag.dag_id, dag.owner, dag.description ?? '', ...dag.tags])).map((dag): Found => ({
      key: `dag ${dag.dag_id}`, open: () => { void navigate({ to: '/dags/$dagId', params: { dagId: dag.dag_id } }) },
      line: (
        <>
          <span style={{ color: `var(--state-${dag.recent_runs.at(-1)?.state ?? 'none'}-fg)`, display: 'inline-flex' }}><StateIcon state={dag.recent_runs.at(-1)?.state ?? 'none'} /></span>
          <strong>{dag.dag_id}</strong><span className={styles.quiet}>{dag.owner}</span><span className={styles.quiet}>{dag.schedule_text}</span>
        </>
      ),
    })),
    ...matchingActions(actionsAt(pathname, me?.admin === true), text).map((action): Found => ({
      key: action.words, open: () => { act(action) }, line: <><IconArrowRight size={16} aria-hidden /><span>{action.words}</span></>,
    })),
  ]
  const open = (one: Found | undefined) => {
    if (one === undefined) return
    onClose()
    one.open()
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(Math.min(found.length - 1, at + 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1))
    else if (event.key === 'Enter') open(found[at])
    else return
    event.preventDefault()
  }
  return (
    <>
      <TextInput
        autoFocus data-autofocus variant="unstyled" size="md" px="md" py={6} placeholder="Dag, owner, tag, or where to go" leftSection={<IconSearch size={17} />} leftSectionWidth={44}
        value={text} onChange={(event) => { setText(event.currentTarget.value); setAt(0) }} onKeyDown={onKeyDown}
        role="combobox" aria-expanded aria-controls="search-found" aria-activedescendant={found[at] === undefined ? undefined : `found-${at}`} aria-label="Search dags"
      />
      <ul id="search-found" role="listbox" aria-label="Found" className={styles.found}>
        {found.map((one, i) => (
          <li key={one.key} id={`found-${i}`} role="option" aria-selected={i === at} onMouseEnter={() => { setAt(i) }} onClick={() => { open(one) }}>{one.line}</li>
        ))}
        {found.length === 0 && data !== undefined && <Text size="sm" c="var(--page-quiet)" p="md">Nothing matches. Search looks at names, owners, tags and descriptions of dags, and at the pages.</Text>}
      </ul>
    </>
  )
}

function useAct(onKeys: () => void): (action: Action) => void {
  const router = useRouter()
  const { setColorScheme } = useMantineColorScheme()
  const scheme = useComputedColorScheme('light')
  return ({ to }) => {
    if (to === 'keys') onKeys()
    else if (to === 'scheme') setColorScheme(scheme === 'dark' ? 'light' : 'dark')
    else if (to === 'zone') toggleZone()
    else router.history.push(to)
  }
}
