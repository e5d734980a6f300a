import { Chip, Group, Text } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'

/** The groups that are folded, as the address has them. */
export function useFolded(): ReadonlySet<string> {
  const { folded } = useSearch({ from: '/inside/dags/$dagId' })
  return useMemo(() => new Set(folded === undefined ? [] : folded.split(',')), [folded])
}

/** Folds groups of tasks to one row or box each, and unfolds them. */
export function GroupFolds({ groups }: { groups: ReadonlyMap<string, readonly string[]> }) {
  const folded = useFolded()
  const navigate = useNavigate({ from: '/dags/$dagId' })
  if (groups.size === 0) return null
  const set = (names: Iterable<string>) => { const text = [...names].join(','); void navigate({ search: (before) => ({ ...before, folded: text === '' ? undefined : text }), replace: true }) }
  return (
    <Group gap={6} role="group" aria-label="Folded groups">
      <Text size="xs" c="var(--page-quiet)">Fold</Text>
      {[...groups].map(([name, members]) => (
        <Chip
          key={name} size="xs" checked={folded.has(name)}
          onChange={(on) => { set(on ? [...folded, name] : [...folded].filter((one) => one !== name)) }}
        >{name} ({members.length})</Chip>
      ))}
      {groups.size > 1 && <Chip size="xs" checked={[...groups.keys()].every((name) => folded.has(name))} onChange={(on) => { set(on ? groups.keys() : []) }}>all groups</Chip>}
    </Group>
  )
}
