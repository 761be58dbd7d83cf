import { expect, test } from 'vitest'
import { asked, mentioned, places, put, suggested } from './mentions'

const people = [
  { id: '1', name: 'Anna' },
  { id: '2', name: 'Anna Maria Rossi' },
  { id: '3', name: 'Łukasz Nowak' },
]

test('an @ at the beginning of a word asks for a name, until the name is there', () => {
  expect(asked('@', 1)).toEqual({ from: 0, words: '' })
  expect(asked('ask @Ann', 8)).toEqual({ from: 4, words: 'Ann' })
  expect(asked('ask @Anna Mar', 13)).toEqual({ from: 4, words: 'Anna Mar' })
  expect(asked('ask @Anna Maria again and', 25)).toBeNull()
  expect(asked('a@b', 3)).toBeNull() // an address
  expect(asked('@Ann', 0)).toBeNull()
})

test('any of the names will do, with or without its accents', () => {
  expect(suggested(people, 'nov')).toEqual([])
  expect(suggested(people, 'now').map((one) => one.id)).toEqual(['3'])
  expect(suggested(people, 'an').map((one) => one.id)).toEqual(['1', '2'])
})

test('the name replaces what was typed of it', () => {
  expect(put('ask @An, please', 4, 7, 'Anna')).toEqual({ text: 'ask @Anna, please', caret: 9 })
  expect(put('ask @An', 4, 7, 'Anna')).toEqual({ text: 'ask @Anna ', caret: 10 })
  expect(put('ask @An please', 4, 7, 'Anna')).toEqual({ text: 'ask @Anna please', caret: 10 })
})

test('the longest name counts, and a name within a word does not', () => {
  expect(mentioned('@Anna Maria Rossi and @Łukasz Nowak, @Anna Maria Rossi', people)).toEqual(['2', '3'])
  expect(mentioned('@Annabel', people)).toEqual([])
  expect(places('so @Anna!', people)).toEqual([{ from: 3, to: 8, person: people[0] }])
})
