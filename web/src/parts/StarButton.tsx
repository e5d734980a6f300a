import { ActionIcon } from '@mantine/core'
import { IconStar, IconStarFilled } from '@tabler/icons-react'
import { useStars } from './stars'

export function StarButton({ dagId }: { dagId: string }) {
  const { stars, toggle } = useStars()
  const on = stars.includes(dagId)
  return (
    <ActionIcon variant="subtle" color={on ? 'yellow' : 'gray'} size="sm" style={{ verticalAlign: 'text-bottom' }} aria-pressed={on} aria-label={`Star ${dagId}`} onClick={() => { toggle(dagId) }}>
      {on ? <IconStarFilled size={15} /> : <IconStar size={15} />}
    </ActionIcon>
  )
}
