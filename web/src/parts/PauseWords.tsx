import type { Dag } from '../api/client'
import { Time } from './Time'

/** That a dag is paused: by whom, since when and why, as far as that is known. */
export function PauseWords({ pause }: { pause: Dag['pause'] }) {
  return (
    <>
      paused{pause?.by != null && ` by ${pause.by}`}{pause?.at != null && <> <Time iso={pause.at} /></>}
      {pause?.reason != null && <>: <q style={{ overflowWrap: 'anywhere' }}>{pause.reason}</q></>}
    </>
  )
}
