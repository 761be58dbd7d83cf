import { expect, test } from 'vitest'
import { declarable, remaining, type Impact } from './impact'

const impact: Impact = {
  changes: [
    { key: 'a', op: 'changed', words: 4, stale: ['de', 'fr'] },
    { key: 'b', op: 'changed', words: 6, stale: ['de'] },
    { key: 'c', op: 'added', words: 10, stale: [] },
    { key: 'd', op: 'removed', words: 0, stale: [] },
    { key: 'e', op: 'changed', words: 3, stale: [] }, // nobody had translated the former text
  ],
  languages: [
    { locale: 'de', segments: 3, words: 20 },
    { locale: 'fr', segments: 2, words: 14 },
    { locale: 'pl', via: 'de', segments: 3, words: 20 },
  ],
  pace: { words_per_minute: 5, minutes_per_segment: 0.5 },
}

test('without a declaration it is what the server counted', () => {
  expect(remaining(impact, new Set())).toEqual({ words: 20, languages: ['de', 'fr', 'pl'], minutes: 6 + 4 })
})

test('a minor sentence is no work in the languages that had it', () => {
  expect(remaining(impact, new Set(['a']))).toEqual({ words: 16, languages: ['de', 'fr', 'pl'], minutes: 5 + 3 })
})

test('when all is minor, neither the languages nor those who follow them have work', () => {
  const changed = { ...impact, changes: impact.changes.slice(0, 2), languages: impact.languages.map((one) => ({ ...one, segments: one.locale === 'fr' ? 1 : 2, words: one.locale === 'fr' ? 4 : 10 })) }
  expect(remaining(changed, new Set(['a', 'b']))).toEqual({ words: 0, languages: [], minutes: 0 })
})

test('only changed sentences can be declared', () => {
  expect(declarable(impact.changes).map((one) => one.key)).toEqual(['a', 'b', 'e'])
})
