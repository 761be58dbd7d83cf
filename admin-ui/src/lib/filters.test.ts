import { expect, test } from 'vitest'
import { narrowing, readFilters } from './filters'

test('an address is read leniently, and only what is a filter is kept', () => {
  expect(readFilters({ type: 'city', locale: 'de', state: 'draft', stale: 'true', live: false, q: 7, x: 'y' })).toEqual({
    type: 'city', locale: 'de', state: 'draft', stale: true, live: 'false', q: '7',
  })
  expect(readFilters({ state: 'gone', type: '', stale: 'no', q: 'x'.repeat(200) })).toEqual({})
})

test('counts what narrows the list', () => {
  expect(narrowing({ type: 'city' })).toBe(0)
  expect(narrowing({ type: 'city', locale: 'de', stale: true })).toBe(2)
})
