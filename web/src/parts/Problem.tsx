import { Alert, Button, Text } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { ApiProblem } from '../api/client'

/** What went wrong in the server's own words, and a way to try again. */
export function Problem({ error, retry }: { error: Error | null; retry?: () => void }) {
  if (error === null) return null
  const title = error instanceof ApiProblem ? error.title : 'Something went wrong'
  const problems = error instanceof ApiProblem ? error.problems : []
  return (
    <Alert color="red" variant="light" title={title} icon={<IconAlertCircle size={18} />} role="alert">
      <Text size="sm">{error.message}</Text>
      {problems.length > 0 && (
        <ul style={{ margin: '6px 0 0', paddingLeft: 18 }}>
          {problems.map((p, i) => (
            <li key={i}><code>{p.file}{p.line === null ? '' : `:${p.line}`}</code> {p.message} {p.remedy}</li>
          ))}
        </ul>
      )}
      {retry !== undefined && <Button variant="default" mt="xs" onClick={retry}>Try again</Button>}
    </Alert>
  )
}
