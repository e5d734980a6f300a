import styles from './Waiting.module.css'

/** That an answer is waited for; said only where it is late, so that a quick page does not flicker. */
export function Waiting() {
  return <div className={styles.waiting} role="status">Asking the server …</div>
}
