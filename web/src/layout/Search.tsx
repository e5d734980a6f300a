import { Modal, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { dagsQuery } from '../api/dags'
import { StateIcon } from '../parts/StateBadge'
import { matching } from '../routes/dags/filters'
import styles from './Search.module.css'

const SHOWN = 12

/** Jump to a dag by a part of its name, owner or tag. */
export function Search({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} withCloseButton={false} padding={0} size="lg" yOffset="12vh" centered={false} aria-label="Search dags">
      {opened && <Box onClose={onClose} />}
    </Modal>
  )
}

function Box({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const navigate = useNavigate()
  const { data = [] } = useQuery(dagsQuery)
  const found = matching(data, { q: text }).slice(0, SHOWN)
  const open = (dagId: string | undefined) => {
    if (dagId === undefined) return
    onClose()
    void navigate({ to: '/dags/$dagId', params: { dagId } })
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(Math.min(found.length - 1, at + 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1))
    else if (event.key === 'Enter') open(found[at]?.dag_id)
    else return
    event.preventDefault()
  }
  return (
    <>
      <TextInput
        data-autofocus variant="unstyled" size="md" px="md" py={6} placeholder="Dag, owner or tag" leftSection={<IconSearch size={17} />} leftSectionWidth={44}
        value={text} onChange={(event) => { setText(event.currentTarget.value); setAt(0) }} onKeyDown={onKeyDown}
        role="combobox" aria-expanded aria-controls="search-found" aria-activedescendant={found[at] === undefined ? undefined : `found-${at}`} aria-label="Search dags"
      />
      <ul id="search-found" role="listbox" aria-label="Dags found" className={styles.found}>
        {found.map((dag, i) => {
          const last = dag.recent_runs.at(-1)
          return (
            <li key={dag.dag_id} id={`found-${i}`} role="option" aria-selected={i === at} onMouseEnter={() => { setAt(i) }} onClick={() => { open(dag.dag_id) }}>
              <span style={{ color: `var(--state-${last?.state ?? 'none'}-fg)`, display: 'inline-flex' }}><StateIcon state={last?.state ?? 'none'} /></span>
              <strong>{dag.dag_id}</strong><span className={styles.quiet}>{dag.owner}</span><span className={styles.quiet}>{dag.schedule_text}</span>
            </li>
          )
        })}
        {found.length === 0 && <Text size="sm" c="var(--page-quiet)" p="md">No dag matches. Search looks at names, owners, tags and descriptions.</Text>}
      </ul>
    </>
  )
}
