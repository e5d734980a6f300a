import { describe, expect, it } from 'vitest'
import { failingLine, parseNotebook, richest } from './model'

const notebook = (...cells: unknown[]) => parseNotebook(JSON.stringify({ metadata: {}, cells, nbformat: 4, nbformat_minor: 5 }))

describe('parseNotebook', () => {
  it('joins source and streams', () => {
    const { cells } = notebook({
      cell_type: 'code', id: 'a', source: ['x = 1\n', 'x'], execution_count: 2, metadata: { tags: ['parameters'] },
      outputs: [{ output_type: 'stream', name: 'stdout', text: ['a\n'] }, { output_type: 'stream', name: 'stdout', text: 'b' }, { output_type: 'stream', name: 'stderr', text: 'c' }],
    })
    expect(cells[0]).toMatchObject({ id: 'a', source: 'x = 1\nx', tags: ['parameters'], executionCount: 2 })
    expect(cells[0]?.outputs).toEqual([{ kind: 'stream', name: 'stdout', text: 'a\nb' }, { kind: 'stream', name: 'stderr', text: 'c' }])
  })
  it('takes nonsense as empty', () => {
    expect(notebook(null, { source: 5, outputs: { no: 1 } }).cells).toHaveLength(2)
    expect(parseNotebook('[]').cells).toEqual([])
  })
})

describe('richest', () => {
  it('prefers HTML over text, and text over what it does not know', () => {
    expect(richest({ 'text/plain': '', 'text/html': '' })).toBe('text/html')
    expect(richest({ 'text/plain': '', 'application/vnd.jupyter.widget-view+json': {} })).toBe('text/plain')
    expect(richest({})).toBeNull()
  })
})

describe('failingLine', () => {
  it('reads the newer and the older form', () => {
    expect(failingLine(['---', '\u001b[31mZeroDivisionError\u001b[39m', '\u001b[36mCell\u001b[39m\u001b[36m \u001b[39m\u001b[32mIn[4]\u001b[39m\u001b[32m, line 3\u001b[39m\n      1 a\n----> 3 b'])).toBe(3)
    expect(failingLine(['<ipython-input-3-abc> in <module>\n      1 x\n----> 2 1/0'])).toBe(2)
  })
  it('is none for a traceback without a cell', () => { expect(failingLine(['SystemExit: 2'])).toBeNull() })
})
