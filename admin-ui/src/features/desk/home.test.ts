import { expect, test } from 'vitest'
import type { Schemas, Session } from '@/api/client'
import { grouped, ownLocales } from './home'

const now = Date.parse('2026-11-23T09:00:00Z')
const item = (entry: string, kind: string, more: object = {}): Schemas['QueueItem'] => ({
  entry, kind, type: 'city', title: entry, source_locale: 'it', state: 'draft', live: true, changed_at: '2026-11-20T09:00:00Z', ...more,
})

test('queues come together by what is to be done', () => {
  const groups = grouped(
    [
      { locale: 'de', totals: { changed: 30, in_review: 1 }, data: [item('a', 'changed', { assignee: 'jonas' }), item('b', 'in_review')] },
      { locale: 'el', totals: { changed: 2 }, data: [item('c', 'changed', { due_at: '2026-11-28T00:00:00Z' })] },
    ],
    'jonas',
    now,
  )
  expect(groups.map((g) => [g.kind, g.total, g.items.map((i) => `${i.entry} ${i.locale}`)])).toEqual([
    ['changed', 32, ['a de', 'c el']],
    ['review', 1, ['b de']],
    ['due', 1, ['c el']],
    ['assigned', 1, ['a de']],
  ])
})

test('a person works in the languages of her grants', () => {
  const session = (...locales: string[]) => ({ grants: locales.map((locale) => ({ role: 'translator', type: '*', locale, country: '*' })) }) as Session
  expect(ownLocales(session('el', 'de', 'und'), ['en', 'de', 'el'])).toEqual(['de', 'el'])
  expect(ownLocales(session('*'), ['en', 'de'])).toEqual(['en', 'de'])
})
