/** The one table of keys; it also draws the "?" overlay. `keys` are as useHotkeys of Mantine reads them. */
export const KEYS = {
  search: { keys: ['mod+K', '/'], shown: ['⌘/Ctrl K', '/'], does: 'Search dags and pages', where: 'Everywhere' },
  help: { keys: ['shift+?', '?'], shown: ['?'], does: 'Show these keys', where: 'Everywhere' },
  home: { keys: ['shift+H'], shown: ['Shift H'], does: 'Go home', where: 'Everywhere' },
  dags: { keys: ['shift+D'], shown: ['Shift D'], does: 'Go to the dags', where: 'Everywhere' },
  keepServer: { keys: ['shift+K'], shown: ['Shift K'], does: 'Keep my server for 8 hours', where: 'Home' },
  nextRow: { keys: ['j'], shown: ['j'], does: 'Next dag; Enter opens', where: 'Dags' },
  previousRow: { keys: ['k'], shown: ['k'], does: 'Previous dag', where: 'Dags' },
  nextUser: { keys: ['j'], shown: ['j'], does: 'Next user; Enter opens', where: 'Users' },
  previousUser: { keys: ['k'], shown: ['k'], does: 'Previous user', where: 'Users' },
  filterUsers: { keys: ['f'], shown: ['f'], does: 'Filter', where: 'Users' },
  gridGraph: { keys: ['g'], shown: ['g'], does: 'Switch grid and graph', where: 'Dag' },
  run: { keys: ['shift+R'], shown: ['Shift R'], does: 'Run now', where: 'Dag' },
  tabs: { keys: [], shown: ['←', '→', '↑', '↓', 'Home', 'End'], does: 'Move in the grid; Enter opens', where: 'Dag' },
  olderRun: { keys: ['['], shown: ['['], does: 'The run before', where: 'Task, run' },
  newerRun: { keys: [']'], shown: [']'], does: 'The run after', where: 'Task, run' },
  clear: { keys: ['shift+C'], shown: ['Shift C'], does: 'Clear: run again', where: 'Task, run' },
  markSuccess: { keys: ['shift+S'], shown: ['Shift S'], does: 'Mark success', where: 'Task, run' },
  markFailed: { keys: ['shift+F'], shown: ['Shift F'], does: 'Mark failed', where: 'Task, run' },
  nextCell: { keys: ['j'], shown: ['j'], does: 'Next cell', where: 'Output' },
  previousCell: { keys: ['k'], shown: ['k'], does: 'Previous cell', where: 'Output' },
  error: { keys: ['e'], shown: ['e'], does: 'Go to the failing cell', where: 'Output' },
  findInLog: { keys: ['s'], shown: ['s'], does: 'Find; Enter goes on, Shift Enter back', where: 'Log' },
  fullLog: { keys: ['f'], shown: ['f'], does: 'Full screen', where: 'Log' },
  logStart: { keys: ['mod+ArrowUp'], shown: ['⌘/Ctrl ↑'], does: 'To the beginning', where: 'Log' },
  logEnd: { keys: ['mod+ArrowDown'], shown: ['⌘/Ctrl ↓'], does: 'To the end, and follow', where: 'Log' },
  wrap: { keys: ['w'], shown: ['w'], does: 'Wrap lines', where: 'Log' },
} as const satisfies Record<string, { keys: readonly string[]; shown: readonly string[]; does: string; where: string }>

export type KeyName = keyof typeof KEYS

/** A handler for every key of an entry, in the form that useHotkeys takes. */
export function hotkeys(name: KeyName, handler: () => void): [string, () => void][] {
  return KEYS[name].keys.map((key) => [key, handler])
}

/** The entries by the place where they work, in the order of the table. */
export function keysByPlace(): [string, { shown: readonly string[]; does: string }[]][] {
  return Object.entries(Object.groupBy(Object.values(KEYS), (entry) => entry.where)).map(([place, entries]) => [place, entries ?? []])
}
