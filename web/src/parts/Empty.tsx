import { Paper, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

/** A list with nothing in it, and what to do next. */
export function Empty({ title, icon, children }: { title: string; icon?: ReactNode; children?: ReactNode }) {
  return (
    <Paper withBorder p="xl" radius="md" style={{ borderStyle: 'dashed', background: 'var(--page-soft)' }}>
      <Stack align="center" gap={8} ta="center">
        {icon !== undefined && <span style={{ color: 'var(--page-quiet)' }}>{icon}</span>}
        <Title order={2}>{title}</Title>
        <Text component="div" size="sm" c="var(--page-quiet)" maw={560}>{children}</Text>
      </Stack>
    </Paper>
  )
}
