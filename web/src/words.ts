import type { AttemptError, Run, Schemas } from './api/client'

/** Names that people and tests click by; the README lists them. */
export const ACTIONS = {
  startServer: 'Start my server',
  openLab: 'Open JupyterLab',
  stopServer: 'Stop my server',
  startAgain: 'Start again',
  startNamed: 'Start',
  stopNamed: 'Stop',
  keepServer: 'Keep 8 h',
  addServer: 'Add a server',
  runNow: 'Run now',
  startRun: 'Start run',
  retry: 'Retry',
  cancelRun: 'Cancel run',
  backfill: 'New backfill',
  cancelBackfill: 'Cancel backfill',
  pause: 'Pause',
  resume: 'Go on',
  createAdministrator: 'Create administrator',
  logIn: 'Log in',
  logOut: 'Log out',
  logOutEverywhere: 'Log out everywhere',
  setPassword: 'Set password',
  changePassword: 'Change password',
  makeKeys: 'Make keys',
  invite: 'Invite link',
  addUser: 'Add user',
  addGroup: 'Add group',
  openServer: 'Open',
  deleteUser: 'Delete user',
  createToken: 'Create token',
  revoke: 'Revoke',
  download: 'Download notebook',
  rebuild: 'Try again',
  undo: 'Undo',
} as const

export const SERVER_WORDS: Readonly<Record<Schemas['Server']['state'], string>> = {
  stopped: 'Not running', starting: 'Starting', ready: 'Running', stopping: 'Stopping', failed: 'Did not start',
}

/** What each kind of end means to somebody who did not write the platform. */
export const ERROR_KINDS: Readonly<Record<AttemptError['kind'], { title: string; whose: 'notebook' | 'platform' | 'person'; hint: string }>> = {
  cell: { title: 'A cell raised an error', whose: 'notebook', hint: 'The notebook stopped at this cell; the cells after it did not run.' },
  notebook: { title: 'The notebook cannot be run', whose: 'notebook', hint: 'Nothing was executed. Mend the notebook and push the dag again.' },
  command: { title: 'The command failed', whose: 'notebook', hint: 'Its log has all that it printed. Mend it, push the dag, then retry.' },
  timeout: { title: 'The time limit was reached', whose: 'notebook', hint: 'Raise timeout in dag.yml, or make the cell faster, then push and retry.' },
  kernel_died: { title: 'The kernel died', whose: 'platform', hint: 'Often the memory limit was reached. The cells before kept their output.' },
  lost: { title: 'The platform lost this attempt', whose: 'platform', hint: 'Its process vanished without a result, which is not the notebook’s fault. Retry it.' },
  launch: { title: 'The attempt could not be started', whose: 'platform', hint: 'No cell was executed. Once the cause is gone, retry it.' },
  cancelled: { title: 'Somebody cancelled it', whose: 'person', hint: 'The cell that was running was interrupted.' },
}

export function runKind(run: Pick<Run, 'kind' | 'triggered_by'>): string {
  switch (run.kind) {
    case 'scheduled': return 'scheduled'
    case 'backfill': return run.triggered_by === null ? 'backfill' : `backfill, by ${run.triggered_by}`
    case 'manual': return run.triggered_by === null ? 'manual' : `manual, by ${run.triggered_by}`
    case 'asset': return 'started by data'
  }
}

/** What an administrator reads for the API's paths in the audit log; whatever else stands there as it is. */
const DEEDS: Readonly<Record<string, string>> = {
  'POST /tokens': 'make a token', 'DELETE /tokens/{token_id}': 'revoke a token', 'PUT /password': 'change password', 'PUT /keys': 'make keys', 'POST /logout': 'logout',
  'POST /servers/{server}': 'start server', 'DELETE /servers/{server}': 'stop server', 'PATCH /servers/{server}': 'name server', 'POST /servers/{server}/keep': 'keep server',
  'POST /pushes': 'push a dag', 'PUT /connections/{connection}': 'set connection', 'DELETE /connections/{connection}': 'remove connection', 'PUT /pools/{pool}': 'set pool', 'DELETE /pools/{pool}': 'remove pool', 'POST /home/measure': 'measure the home folder', 'PATCH /dags/{dag_id}': 'pause or resume', 'POST /dags/{dag_id}/runs': 'start a run', 'POST /dags/{dag_id}/runs/{run_id}/cancel': 'cancel a run',
  'POST /hub/api/users/{name}/server': 'start server', 'DELETE /hub/api/users/{name}/server': 'stop server', 'POST /hub/api/users/{name}/tokens': 'make a token',
  'DELETE /sessions': 'log out everywhere', 'DELETE /sessions/{session_id}': 'end a session',
}

export function deedInWords(action: string): string {
  return DEEDS[action] ?? action
}

/** "1 task", "3 tasks". */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`
}

/** First characters of a commit, as git shows it. */
export function shortCommit(commit: string): string {
  return commit.slice(0, 8)
}

/** A size in bytes in words of 1024: "512 MB", "1.4 GB". */
export function bytes(n: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  let value = n
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) { value /= 1024; unit++ }
  return `${value >= 10 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`
}
