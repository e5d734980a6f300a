import { Title } from '@mantine/core'
import { Command } from '../../parts/Command'
import { ACTIONS } from '../../words'
import styles from './Home.module.css'

/** What a new user can do, in the order in which it leads somewhere: start, schedule, look at an example. */
export function FirstSteps() {
  return (
    <section>
      <Title order={2} mb={8}>From a notebook to a schedule</Title>
      <ol className={styles.steps}>
        <li><div><h3>Start your notebook server</h3><p>Choose “{ACTIONS.startServer}”, then “{ACTIONS.openLab}”. Your files stay when the server stops.</p></div></li>
        <li><div><h3>Schedule a notebook</h3><p>In JupyterLab’s terminal <Command text="dag create notebook" /> makes a folder with a notebook and its <code>dag.yml</code>: when it runs, and with which parameters. In that folder <Command text="dag push" /> checks it, sends it here, and it runs on its schedule.</p></div></li>
        <li><div><h3>Look at an example</h3><p><Command text="dag create pipeline" /> makes one of three notebooks in four tasks, two of them at the same time. Push it, choose “{ACTIONS.runNow}”, and watch its graph.</p></div></li>
      </ol>
    </section>
  )
}
