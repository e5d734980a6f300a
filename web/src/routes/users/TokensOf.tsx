import { Button, Group, Skeleton, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { tokensOfQuery, useRevokeTokenOf } from '../../api/people'
import { Problem } from '../../parts/Problem'
import { Time } from '../../parts/Time'
import { ACTIONS } from '../../words'
import { told } from './told'
import styles from './Users.module.css'

/** Somebody's API tokens, to be revoked. */
export function TokensOf({ name }: { name: string }) {
  const { data: tokens, error } = useQuery(tokensOfQuery(name))
  const revoke = useRevokeTokenOf()
  const [sure, setSure] = useState<string | null>(null)
  return (
    <section aria-label="Tokens">
      <Title order={3} mb={4}>Tokens</Title>
      <Problem error={error} />
      {tokens === undefined && error === null && <Skeleton h={30} />}
      {tokens?.length === 0 && <Text size="sm" c="var(--page-quiet)">None.</Text>}
      {tokens?.map((token) => (
        <Group key={token.id} justify="space-between" wrap="nowrap" py={4} className={styles.line}>
          <div>
            <Text size="sm">{token.note || 'no note'}</Text>
            <Text size="xs" c="var(--page-quiet)">made <Time iso={token.created_at} />, {token.expires_at === null ? 'without end' : <>ends <Time iso={token.expires_at} /></>}; {token.scopes.join(', ')}</Text>
          </div>
          {sure === token.id
            ? <Button color="red" size="compact-sm" flex="none" loading={revoke.isPending} onClick={() => { revoke.mutate({ name, id: token.id }, told('The token is revoked.')) }}>Revoke now</Button>
            : <Button variant="subtle" color="red" size="compact-sm" flex="none" onClick={() => { setSure(token.id) }} aria-label={`${ACTIONS.revoke} ${token.note}`}>{ACTIONS.revoke}</Button>}
        </Group>
      ))}
    </section>
  )
}
