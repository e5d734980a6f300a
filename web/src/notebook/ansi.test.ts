import { describe, expect, it } from 'vitest'
import { ansiSpans, settled, withoutAnsi } from './ansi'

describe('ansiSpans', () => {
  it('keeps colours and looks', () => {
    expect(ansiSpans('a\u001b[1;31mb\u001b[0mc')).toEqual([{ text: 'a' }, { text: 'b', bold: true, fg: 1 }, { text: 'c' }])
  })
  it('knows bright, 256 and 24 bit colours', () => {
    expect(ansiSpans('\u001b[92mx')[0]).toEqual({ text: 'x', fg: 10 })
    expect(ansiSpans('\u001b[38;5;196mx')[0]).toEqual({ text: 'x', fg: 'rgb(255, 0, 0)' })
    expect(ansiSpans('\u001b[48;2;1;2;999mx')[0]).toEqual({ text: 'x', bg: 'rgb(1, 2, 255)' })
    expect(ansiSpans('\u001b[38;5;28;43mx')[0]).toEqual({ text: 'x', fg: 'rgb(0, 135, 0)', bg: 3 })
  })
  it('drops what moves a cursor or sets a title', () => {
    expect(withoutAnsi('a\u001b[2Kb\u001b]0;title\u0007c\u001b[10;3Hd')).toBe('abcd')
  })
})

describe('settled', () => {
  it('leaves the last state of a progress bar', () => {
    expect(settled('10%\r50%\r100%\r\ndone\r')).toBe('100%\ndone')
  })
  it('takes back what a backspace takes back', () => { expect(settled('abc\b\bd')).toBe('ad') })
})
