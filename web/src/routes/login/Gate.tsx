import { Center, Paper, Text, Title } from '@mantine/core'
import { useEffect, type ReactNode } from 'react'
import { Mark } from '../../parts/Mark'

/** The frame of the pages before one is logged in. */
export function Gate({ title, under, children }: { title: string; under?: ReactNode; children: ReactNode }) {
  useEffect(() => { document.title = `${title}` }, [title])
  return (
    <Center component="main" mih="100vh" p="md" style={{ background: 'var(--page-soft)' }}>
      <Paper withBorder radius="md" p="xl" w="100%" maw={400}>
        <Mark size={40} />
        <Title order={1} mt={10} mb={under === undefined ? 18 : 4}>{title}</Title>
        {under !== undefined && <Text size="sm" c="var(--page-quiet)" mb="md">{under}</Text>}
        {children}
      </Paper>
    </Center>
  )
}
