// What two versions of a dag differ in, as the server tells it; made up.
const line = (kind, before, after, ...pieces) => ({ kind, before, after, count: 1, pieces: pieces.map((piece) => (Array.isArray(piece) ? { text: piece[0], changed: true } : { text: piece, changed: false })) })
const cell = (change, before, after, lines, also = []) => ({ change, count: 1, type: 'code', before, after, lines, also })
const same = (count, before, after) => ({ change: 'same', count, type: null, before, after, lines: [], also: [] })

export function changed(dag) {
  return [{ path: 'dag.yml', change: 'changed' }, ...dag.tasks.slice(0, 40).map((task, i) => ({ path: task.notebook, change: i === 1 ? 'added' : i === 3 ? 'removed' : 'changed' }))]
}

export function diffOf(path, context) {
  if (!path.endsWith('.ipynb')) {
    const equal = [line('same', 4, 5, 'tasks:'), line('same', 5, 6, '  - task_id: extract')]
    return {
      path, kind: 'text', cells: [], also: [],
      lines: [line('new', null, 1, '# Holidays are taken into account.'), line('same', 1, 2, 'dag_id: warehouse_replenishment'), line('old', 2, null, 'schedule: "0 ', ['2'], ' * * *"'), line('new', null, 3, 'schedule: "0 ', ['4'], ' * * *"'), line('same', 3, 4, 'owner: ana'), ...(context > 9 ? equal : [{ kind: 'gap', before: 4, after: 5, count: 2, pieces: [] }])],
    }
  }
  return {
    path, kind: 'notebook', lines: [], also: ['metadata'],
    cells: [
      same(2, 1, 1), cell('changed', 3, 3, [line('old', 1, null, '# by hand'), line('same', 2, 1, 'region = "in"'), line('old', 3, null, 'days = ', ['7'], '  # until the next delivery'), line('new', null, 2, 'days = ', ['14'], '  # until the next delivery')]),
      cell('added', null, 4, [line('new', null, 1, 'import pandas as pd'), line('new', null, 2, 'from orrery import get_connection')]), same(6, 4, 5), cell('changed', 10, 11, [], ['outputs']), cell('removed', 11, null, [line('old', 1, null, 'print(sales)')]), same(1, 12, 12),
    ],
  }
}
