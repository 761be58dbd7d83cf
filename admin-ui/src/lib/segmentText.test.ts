import { describe, expect, it } from 'vitest'
import { escape, plain, spansOf, textOf } from './segmentText'

describe('the text of a segment', () => {
  it('is cut at its tags', () => {
    expect(spansOf('Una <1>città <2>di mare</2></1>.')).toEqual([
      { text: 'Una ', tags: [] },
      { text: 'città ', tags: [1] },
      { text: 'di mare', tags: [1, 2] },
      { text: '.', tags: [] },
    ])
  })

  it('knows tags without text', () => {
    expect(spansOf('a<3/>b')).toEqual([
      { text: 'a', tags: [] },
      { text: '', tags: [], void: 3 },
      { text: 'b', tags: [] },
    ])
  })

  it('reads what has a backslash before it as text', () => {
    expect(plain('write \\<1> here')).toBe('write <1> here')
    expect(plain('\\\\<1>x</1>')).toBe('\\x')
  })

  it.each(['', 'plain', 'a <1>b</1> c', '<1>a<2>b</2></1><3/>', 'literal \\<1>', 'two \\\\<1>x</1>', '<0> and <a> are text', '</1/>'])(
    'is written as it was read: %j',
    (text) => {
      expect(textOf(spansOf(text))).toBe(text)
    },
  )

  it.each(['<1>', '\\<1>', '\\\\</2>', 'a<3/>b', '</1/>'])('keeps %j literal', (text) => {
    expect(plain(escape(text))).toBe(text)
  })

  it('drops a closing tag that was never opened', () => {
    expect(textOf(spansOf('a</1>b'))).toBe('ab')
  })
})
