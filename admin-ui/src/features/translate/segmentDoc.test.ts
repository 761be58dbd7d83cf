import { describe, expect, it } from 'vitest'
import { codesOf, docOf, segmentOf } from './segmentDoc'

const source = [
  { tag: 1, type: 'bold' },
  { tag: 2, type: 'link', attrs: { href: 'https://example.org' } },
  { tag: 3, type: 'hardBreak' },
]

describe('a segment in the editor', () => {
  it.each(['', 'plain', '<1>Una <2>città</2></1> di mare', 'a<3/>b', 'one\n\ntwo', '<1>one\n\ntwo</1>', 'literal \\<1>'])('comes back as it was: %j', (text) => {
    const { text: again, inline } = segmentOf(docOf(text, codesOf(source, [])), source)
    // A mark that goes over a blank line is closed before and opened after it.
    expect(again).toBe(text === '<1>one\n\ntwo</1>' ? '<1>one</1>\n\n<1>two</1>' : text)
    expect(inline).toEqual([])
  })

  it('names the codes that the source does not have', () => {
    const own = [{ tag: 4, type: 'italic' }]
    expect(segmentOf(docOf('<4>x</4>', codesOf(source, own)), source)).toEqual({ text: '<4>x</4>', inline: own })
  })
})
