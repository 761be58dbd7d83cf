import { describe, expect, test } from 'vitest'
import codes from './codes.json'
import { languages } from './languages'
import { placeKey, quoted, refusalKey } from './problems'

const files = import.meta.glob<Record<string, string>>('./*/problems.json', { import: 'default', eager: true })

// codes.json is made from the sources of the server and compared with them by
// go test ./internal/guard.
describe.each(Object.keys(languages))('in %s', (language) => {
  const own = files[`./${language}/problems.json`] ?? {}

  test('every refusal of the server has a sentence', () => {
    expect(codes.refusals.filter((code) => !own[refusalKey(code)])).toEqual([])
  })

  test('everything that can be wrong at a place has a sentence', () => {
    expect(codes.places.filter((code) => !quoted.has(code) && !own[placeKey(code)])).toEqual([])
  })

  test('every sentence is a sentence', () => {
    expect(Object.entries(own).filter(([, text]) => !/[.?!)}]$/.test(text))).toEqual([])
  })
})

test('no sentence is left over', () => {
  const said = new Set(['offline', 'broken', ...codes.refusals.map(refusalKey), ...codes.places.map(placeKey), 'at.empty', 'at.links', 'at.markup', 'at.placeholders'])
  expect(Object.keys(files['./en/problems.json'] ?? {}).filter((key) => !said.has(key))).toEqual([])
})
