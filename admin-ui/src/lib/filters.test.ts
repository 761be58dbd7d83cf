import { expect, test } from 'vitest'
import { asQuery, narrowing, readFilters, readView, writeFilters } from './filters'

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

test('a view is the same text for the same filters, and reads back', () => {
  expect(writeFilters({ locale: 'pl', stale: true, all: true })).toBe('locale=pl&stale=true')
  expect(writeFilters({ stale: true, locale: 'pl' })).toBe('locale=pl&stale=true')
  expect(readView('locale=pl&stale=true')).toEqual({ locale: 'pl', stale: true })
  expect(readView('')).toEqual({ all: true }) // a view of everything is not the beginning of a translator
})

test('the server hears of people and moments, not of words for them', () => {
  const now = Date.parse('2026-11-23T10:00:00Z')
  expect(asQuery({ type: 'city', q: 'pal', all: true, assignee: 'me', due: 'week', area: 'a' }, 'jonas', now)).toEqual({
    type: 'city', assignee: 'jonas', related: 'a', due_before: '2026-11-30T10:00:00.000Z',
  })
  expect(asQuery({ assignee: 'none', mine: true }, 'jonas')).toEqual({ unassigned: true, mine: true })
  expect(asQuery({ assignee: 'maria' }, 'jonas')).toEqual({ assignee: 'maria' })
})
