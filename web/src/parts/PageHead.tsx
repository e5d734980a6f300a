import { Group, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Fragment, useEffect, type ReactNode } from 'react'
import styles from './PageHead.module.css'

export interface Crumb { readonly text: string; readonly to: string; readonly params?: Record<string, string>; readonly search?: Record<string, unknown> }

/** Breadcrumbs, the page's title with what stands beside it, and its actions. */
export function PageHead({ crumbs = [], title, beside, actions, mono = false }: {
  crumbs?: readonly Crumb[]; title: string; beside?: ReactNode; actions?: ReactNode; mono?: boolean
}) {
  useEffect(() => { document.title = `${title} · Orrery` }, [title])
  return (
    <header className={styles.head}>
      {crumbs.length > 0 && (
        <nav aria-label="Breadcrumb" className={styles.crumbs}>
          {crumbs.map((crumb) => (
            <Fragment key={crumb.to + crumb.text}>
              <Link to={crumb.to} params={crumb.params as never} search={(crumb.search ?? {}) as never}>{crumb.text}</Link>
              <span aria-hidden>/</span>
            </Fragment>
          ))}
          <span aria-current="page">{title}</span>
        </nav>
      )}
      <Group justify="space-between" gap="sm" align="center">
        <Group gap="sm" align="center" miw={0} className={styles.titles}>
          <Title order={1} className={mono ? styles.mono : undefined}>{title}</Title>
          {beside}
        </Group>
        {actions !== undefined && <Group gap="xs">{actions}</Group>}
      </Group>
    </header>
  )
}
