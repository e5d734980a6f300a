import { ActionIcon, Tooltip } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { runsQuery } from '../api/runs'
import { hotkeys } from '../keys'
import { absolute } from '../time'

/** How far back the neighbours of a run are known. */
const RUNS = 200

/** The way to the run before and the run after, on the same page of theirs. */
export function Neighbours({ dagId, runId, pathOf }: { dagId: string; runId: string; pathOf: (runId: string) => string }) {
  const { data } = useQuery(runsQuery(dagId, RUNS))
  const router = useRouter()
  const at = data?.runs.findIndex((run) => run.run_id === runId) ?? -1
  const older = at === -1 ? undefined : data?.runs[at + 1]
  const newer = at < 1 ? undefined : data?.runs[at - 1]
  const go = (run: typeof older) => { if (run !== undefined) router.history.push(pathOf(run.run_id)) }
  useHotkeys([...hotkeys('olderRun', () => { go(older) }), ...hotkeys('newerRun', () => { go(newer) })])
  if (older === undefined && newer === undefined) return null
  const button = (run: typeof older, words: string, Icon: typeof IconChevronLeft) => (
    <Tooltip label={run === undefined ? `No ${words.toLowerCase()}` : `${words}: ${absolute(run.logical_date)}`}>
      <ActionIcon variant="default" size="md" aria-label={words} disabled={run === undefined} onClick={() => { go(run) }}><Icon size={16} /></ActionIcon>
    </Tooltip>
  )
  return <ActionIcon.Group>{button(older, 'Older run', IconChevronLeft)}{button(newer, 'Newer run', IconChevronRight)}</ActionIcon.Group>
}
