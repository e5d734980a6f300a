import { Title } from '@mantine/core'
import { Command } from '../../parts/Command'
import { ACTIONS } from '../../words'
import styles from './Home.module.css'

/** What a new user can do, in the order in which it leads somewhere. */
export function FirstSteps() {
  return (
    <section>
      <Title order={2} mb={8}>From a notebook to a schedule</Title>
      <ol className={styles.steps}>
        <li><div><h3>Start your notebook server</h3><p>Choose “{ACTIONS.startServer}”, then “{ACTIONS.openLab}”. Your files stay when the server stops.</p></div></li>
        <li><div><h3>Make a dag</h3><p>In JupyterLab open a terminal and type <Command text="dag create notebook" />. You get a folder with a notebook and its <code>dag.yml</code>: when it runs, and with which parameters.</p></div></li>
        <li><div><h3>Send it here</h3><p>In that folder type <Command text="dag push" />. It is checked, deployed, and runs on its schedule; this page shows how it goes.</p></div></li>
      </ol>
    </section>
  )
}
