import {
  IconAlertTriangle, IconBan, IconCircleCheck, IconCircleDashed, IconCircleMinus, IconCircleX, IconClock, IconCloudOff, IconLoader2, IconPlayerTrackNext, IconRefresh,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import { STATES, type State, type StateIconName } from '../state-table'
import styles from './StateBadge.module.css'

const ICONS: Readonly<Record<StateIconName, ComponentType<{ size?: number | string; className?: string }>>> = {
  check: IconCircleCheck, cross: IconCircleX, spinner: IconLoader2, clock: IconClock, dashed: IconCircleDashed,
  retry: IconRefresh, up: IconAlertTriangle, skip: IconPlayerTrackNext, ban: IconBan, cloud: IconCloudOff, minus: IconCircleMinus,
}

export function StateIcon({ state, size = 16 }: { state: State; size?: number }) {
  const Icon = ICONS[STATES[state].icon]
  return <Icon size={size} className={state === 'running' ? styles.spin : undefined} aria-hidden />
}

/** A state by icon, word and colour. */
export function StateBadge({ state, large = false }: { state: State; large?: boolean }) {
  return (
    <span
      className={styles.badge} data-state={state} data-large={large || undefined} data-outline={state === 'lost' || undefined}
      style={{ color: `var(--state-${state}-fg)`, background: `var(--state-${state}-bg)` }}
    >
      <StateIcon state={state} size={large ? 17 : 14} />
      {STATES[state].word}
    </span>
  )
}
