import { expect, test } from 'vitest'
import { marks } from './marks'

test('the pieces are the text, and what was found is marked', () => {
  expect(marks('Die Stadt, die Stadt', [{ start: 15, end: 20 }, { start: 4, end: 9 }])).toEqual([
    { text: 'Die ', found: false }, { text: 'Stadt', found: true }, { text: ', die ', found: false }, { text: 'Stadt', found: true },
  ])
})

test('nothing found is one piece, and spans that overlap or lie outside lose nothing', () => {
  expect(marks('Stadt', [])).toEqual([{ text: 'Stadt', found: false }])
  const pieces = marks('Stadtrat', [{ start: 0, end: 5 }, { start: 3, end: 8 }, { start: 7, end: 99 }])
  expect(pieces.map((one) => one.text).join('')).toBe('Stadtrat')
})
