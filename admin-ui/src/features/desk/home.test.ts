import { expect, test } from 'vitest'
import { aroundMentions, countsOf, filled, groupsOf, newsIn, type Home, type HomeItem } from './home'

const item = (entry: string) => ({ entry, locale: 'de', title: entry, source_locale: 'it' }) as HomeItem
const group = (kind: string, total: number, ...entries: string[]) => ({ kind, total, items: entries.map(item) })
const home = (...groups: ReturnType<typeof group>[]): Home => ({ groups, mentions: { total: 0, items: [] }, languages: [], unassigned: [] })

test('only groups that hold something are shown, in the order of the server', () => {
  expect(filled([group('changed', 3), group('review', 0), group('news', 2), group('drafts', 1)]).map((g) => g.kind)).toEqual(['changed', 'drafts'])
})

test('each tab holds its groups, and counts what asks for something', () => {
  const desk = home(group('changed', 3), group('due', 2), group('waiting', 4), group('feedback', 5), group('snoozed', 6))
  expect(groupsOf(desk, 'me').map((g) => g.kind)).toEqual(['changed', 'feedback', 'snoozed'])
  expect(countsOf(desk)).toEqual({ me: 3, due: 2, mentions: 0, waiting: 4 })
})

test('a mention is something that waits for her, between what others wait for and her own drafts', () => {
  const desk = home(group('changed', 1), group('review', 1), group('assigned', 1), group('drafts', 1), group('feedback', 1))
  expect(countsOf({ ...desk, mentions: { total: 2, items: [] } })).toMatchObject({ me: 6, mentions: 2 })
  expect(aroundMentions(groupsOf(desk, 'me')).map((part) => part.map((g) => g.kind))).toEqual([['changed', 'review', 'assigned'], ['drafts', 'feedback']])
})

test('news are counted by the text, wherever it stands, and what somebody put off herself is none', () => {
  const before = home(group('changed', 1, 'palermo'))
  expect(newsIn(before, before)).toBe(0)
  expect(newsIn(before, home(group('changed', 2, 'palermo', 'tilos'), group('due', 1, 'tilos')))).toBe(1)
  expect(newsIn(before, home(group('snoozed', 1, 'tilos')))).toBe(0)
})
