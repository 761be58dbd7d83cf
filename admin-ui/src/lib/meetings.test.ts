import { describe, expect, test } from 'vitest'
import { asDoc, decided, inlineOf, kindOf, meetingsOf, textOf } from './meetings'
import { merge } from './merge'

const inline = [{ type: 'text', text: 'Una ' }, { type: 'text', text: 'città', marks: [{ type: 'bold' }] }]

describe('meetings', () => {
  test('say in words what a value is', () => {
    expect(textOf(inline)).toBe('Una città')
    expect(textOf({ id: 'x', text: 'A takeaway' })).toBe('A takeaway')
    expect(textOf({ lat: 38.1, lon: 13.4 })).toBe('38.1 13.4')
    expect(textOf(undefined)).toBe('')
  })

  test('of texts and paragraphs the result can be written, of other values one is had', () => {
    expect(kindOf('a', undefined)).toBe('text')
    expect(kindOf(inline, inline)).toBe('inline')
    expect(kindOf({ value: 1 }, { value: 2 })).toBe('value')
    expect(kindOf([{ id: 'a' }], undefined)).toBe('value')
  })

  test('the inside of a paragraph survives its editor, and several become one', () => {
    expect(inlineOf(asDoc(inline))).toEqual(inline)
    expect(inlineOf({ type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'a' }] }, { type: 'paragraph' }, { type: 'paragraph', content: [{ type: 'text', text: 'b' }] }] })).toEqual([
      { type: 'text', text: 'a' }, { type: 'text', text: ' ' }, { type: 'text', text: 'b' },
    ])
    expect(inlineOf(undefined)).toEqual([])
  })

  test('what was written after the collision is not lost by deciding it', () => {
    const { value, conflicts } = merge({ a: 'x', b: 'y', c: 'z' }, { a: 'mine', b: 'mine', c: 'z' }, { a: 'theirs', b: 'theirs', c: 'theirs' })
    const later = { ...value, a: 'mine, longer', d: 'new' }
    expect(meetingsOf(later, conflicts, (path) => path.join(), undefined).map((one) => [one.label, one.mine, one.theirs])).toEqual([
      ['a', 'mine, longer', 'theirs'],
      ['b', 'mine', 'theirs'],
    ])
    const decisions = new Map([['a', { choice: 'mine' as const }], ['b', { choice: 'edit' as const, value: 'both' }]])
    expect(decided(later, conflicts, decisions)).toEqual({ a: 'mine, longer', b: 'both', c: 'theirs', d: 'new' })
    expect(decided(later, conflicts, new Map([['a', { choice: 'theirs' as const }]])).a).toBe('theirs')
  })
})
