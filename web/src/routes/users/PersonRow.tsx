import { memo } from 'react'
import type { Person } from '../../api/people'
import { Tag } from '../../parts/Tag'
import { useNow } from '../../parts/Time'
import { absolute, relative } from '../../time'
import { ServerActions, serverInWords } from './ServerActions'
import styles from './Users.module.css'

interface RowProps { readonly person: Person; readonly at: number; readonly top: number; readonly isCurrent: boolean; readonly onOpen: () => void }

/** One user in the list. No tooltips here: each sets a state when it appears, and a fast scroll brings many at once. */
export const PersonRow = memo(function PersonRow({ person, at, top, isCurrent, onOpen }: RowProps) {
  const now = useNow(20_000)
  const alive = person.servers.filter((one) => one.state !== 'stopped' && one.state !== 'failed')
  const main = alive[0] ?? person.servers.find((one) => one.name === '') ?? person.servers[0]
  const seen = person.last_activity
  return (
    <div className={styles.row} style={{ top }} role="row" aria-rowindex={at + 2} data-current={isCurrent || undefined} onClick={onOpen}>
      <span role="cell" data-column="name">
        <button type="button" className={styles.name} title={person.name} onClick={(event) => { event.stopPropagation(); onOpen() }}>{person.name}</button>
        {person.admin && <Tag strong>administrator</Tag>}
        {person.invited_until !== null && <Tag>invited</Tag>}
      </span>
      <span role="cell" data-column="server">
        {main === undefined ? <span className={styles.quiet}>never started</span> : <span className={styles.server} data-state={main.state}>{serverInWords(main)}</span>}
        {alive.length > 1 && <span className={styles.quiet}> +{alive.length - 1}</span>}
      </span>
      <span role="cell" data-column="last_activity" className={styles.quiet} title={seen === null ? undefined : absolute(seen, { seconds: true })}>{seen === null ? 'never' : relative(seen, now)}</span>
      <span role="cell" data-column="groups" className={styles.groups}>{person.groups.map((group) => <Tag key={group}>{group}</Tag>)}</span>
      <span role="cell" data-column="created_at" className={styles.quiet}>{absolute(person.created_at, {}).slice(0, 10)}</span>
      <span role="cell" className={styles.actions} onClick={(event) => { event.stopPropagation() }}>
        <ServerActions name={person.name} server={main ?? { name: '', state: 'stopped', url: null }} compact />
      </span>
    </div>
  )
})
