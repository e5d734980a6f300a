import styles from './Tag.module.css'

/** A short word beside a name. */
export function Tag({ children, strong = false }: { children: string; strong?: boolean }) {
  return <span className={styles.tag} data-strong={strong || undefined}>{children}</span>
}
