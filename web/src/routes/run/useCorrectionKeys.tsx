import { useHotkeys } from '@mantine/hooks'
import { useState, type ReactNode } from 'react'
import { hotkeys } from '../../keys'
import { Confirm } from './Confirm'
import { clearing, marking, type Choice, type Target } from './choices'

/** The keys that clear and mark what `target` says is meant just then (null: nothing is), and their dialog. */
export function useCorrectionKeys(dagId: string, target: () => Target | null): ReactNode {
  const [chosen, setChosen] = useState<Choice | null>(null)
  const ask = (choice: (target: Target) => Choice) => () => {
    const meant = chosen === null ? target() : null
    if (meant !== null) setChosen(choice(meant))
  }
  useHotkeys([
    ...hotkeys('clear', ask((meant) => clearing(meant, meant.taskIds.length > 0))),
    ...hotkeys('markSuccess', ask((meant) => marking(meant, 'success'))),
    ...hotkeys('markFailed', ask((meant) => marking(meant, 'failed'))),
  ])
  return chosen === null ? null : <Confirm dagId={dagId} choice={chosen} onClose={() => { setChosen(null) }} />
}
