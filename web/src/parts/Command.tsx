import { ActionIcon, CopyButton, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import styles from './Command.module.css'

/** A command or a secret to take along. */
export function Command({ text, label = 'Copy' }: { text: string; label?: string }) {
  return (
    <span className={styles.command}>
      <code>{text}</code>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? 'Copied' : label}>
            <ActionIcon size="sm" variant="subtle" color="gray" onClick={copy} aria-label={label}>{copied ? <IconCheck size={14} /> : <IconCopy size={14} />}</ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </span>
  )
}
