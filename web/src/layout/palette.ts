/** One thing that the palette can do: an address to go to, or a word of the page itself. */
export interface Action { readonly words: string; readonly also: string; readonly to: string | 'keys' | 'scheme' | 'zone' }

const TABS = [['', 'Runs'], ['?tab=graph', 'Graph'], ['?tab=calendar', 'Calendar'], ['?tab=backfills', 'Backfills'], ['?tab=code', 'Code'], ['?tab=details', 'Details']] as const

/** What can be done from a page: everywhere, and on a page below /dags/DAG with that dag. */
export function actionsAt(path: string, admin: boolean): Action[] {
  const part = /^\/dags\/([^/]+)/.exec(path)?.[1]
  const dag = part === undefined ? [] : TABS.map(([search, tab]) => ({ words: `${tab} of ${decodeURIComponent(part)}`, also: 'dag', to: `/dags/${part}${search}` }))
  return [
    ...dag,
    { words: 'Home', also: 'start my server', to: '/' },
    { words: 'All dags', also: 'list', to: '/dags' },
    { words: 'Failed dags', also: 'failing broken errors', to: '/dags?state=failed' },
    { words: 'Running dags', also: 'active', to: '/dags?state=running' },
    { words: 'Paused dags', also: 'off', to: '/dags?paused=true' },
    { words: 'Starred dags', also: 'favourites', to: '/dags?starred=true' },
    { words: 'Account and tokens', also: 'password profile', to: '/account' },
    ...(admin ? [{ words: 'Users', also: 'admin people', to: '/users' }] : []),
    { words: 'Keys', also: 'shortcuts keyboard help', to: 'keys' },
    { words: 'Switch light and dark', also: 'theme colours', to: 'scheme' },
    { words: 'Switch between own time and UTC', also: 'zone clock', to: 'zone' },
  ]
}

/** Whether every word of what was typed is somewhere: the answer to an earlier text is shown until the next one comes, and Enter must not take from it. */
export function hasWords(text: string, where: readonly string[]): boolean {
  const all = where.join(' ').toLowerCase()
  return wordsOf(text).every((word) => all.includes(word))
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().split(/\s+/).filter((word) => word !== '')
}

/** The actions that have every word of the text, those that begin with it first; none for no text. */
export function matchingActions(actions: readonly Action[], text: string): Action[] {
  const words = wordsOf(text)
  if (words.length === 0) return []
  const begins = (action: Action) => action.words.toLowerCase().startsWith(words[0] ?? '')
  const found = actions.filter(({ words: name, also }) => hasWords(text, [name, also]))
  return [...found.filter(begins), ...found.filter((action) => !begins(action))]
}
