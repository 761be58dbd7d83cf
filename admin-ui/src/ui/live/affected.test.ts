import { expect, test } from 'vitest'
import { keys } from '@/api/keys'
import { ofComment, ofDocument } from './affected'

const news = { entry: 'p', locale: 'de', version: 4, state: 'draft', verb: 'segments', at: '2026-11-23T10:00:00Z' }

test('a change of somebody else makes the document old, and lists when they are next looked at', () => {
  const { now, later } = ofDocument(news, false, 3)
  expect(now).toContainEqual(keys.document('p', 'de'))
  expect(now).toContainEqual(keys.segments('p', 'de'))
  expect(later).toContainEqual(keys.home)
  expect(now).not.toContainEqual(keys.home)
})

test('a text under the hands of this person is not loaded again', () => {
  const { now, later } = ofDocument(news, true, 3)
  expect(now).not.toContainEqual(keys.document('p', 'de'))
  expect(now).toContainEqual(keys.entry('p'))
  expect(later).toContainEqual(keys.segments('p', 'de'))
})

test('what one saved oneself is there already', () => {
  expect(ofDocument(news, false, 4).now).toEqual([])
})

test('a comment makes the threads old, a question those of every language', () => {
  expect(ofComment({ entry: 'p', locale: 'it', thread: 't', comment: 'c', kind: 'question', by: 'm', resolved: false }).now).toContainEqual(['threads', 'p'])
  expect(ofComment({ entry: 'p', locale: 'de', thread: 't', comment: 'c', kind: 'comment', by: 'm', resolved: false }).now).toContainEqual(['threads', 'p', 'de'])
})
