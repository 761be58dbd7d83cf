import { expect, test } from 'vitest'
import { backwards, choose, inChunks, inOrder, tally, targetsOf, withRetried, type Result, type Target } from './bulk'

const palermo = {
  id: 'p', title: 'Palermo', source_locale: 'it',
  documents: [{ locale: 'de', revision: 'r1', assignee: 'jonas', due_at: '2026-11-28T17:00:00Z' }, { locale: 'fr' }],
}
const target = (entry: string, more: Partial<Target> = {}): Target => ({ entry, locale: 'de', title: entry, source: 'it', ...more })
const result = (entry: string, outcome: Result['outcome'], more: Partial<Target> = {}): Result => ({ ...target(entry, more), outcome })

test('a verb is about the chosen languages only, and says what a type does not have', () => {
  const { targets, skipped } = targetsOf([palermo], ['de', 'pl'])
  expect(targets).toEqual([target('p', { title: 'Palermo', revision: 'r1', assignee: 'jonas', due: '2026-11-28T17:00:00Z' })])
  expect(skipped.map((one) => `${one.locale} ${one.code ?? ''}`)).toEqual(['pl not_in_type'])
})

test('long work goes in pieces', () => {
  expect(inChunks([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]])
  expect(inChunks([], 2)).toEqual([])
})

test('results are counted, what failed first, and what was tried again takes the place of what it was', () => {
  const all = [result('a', 'done'), result('b', 'failed'), result('c', 'skipped')]
  expect(tally(all)).toEqual({ done: 1, skipped: 1, failed: 1 })
  expect(inOrder(all).map((one) => one.entry)).toEqual(['b', 'c', 'a'])
  expect(tally(withRetried(all, [result('b', 'done')]))).toEqual({ done: 2, skipped: 1, failed: 0 })
})

test('the way back leads each text to where it was, and touches only what was done', () => {
  const done = [result('a', 'done', { assignee: 'jonas' }), result('b', 'done'), result('c', 'skipped', { assignee: 'maria' })]
  expect(backwards({ verb: 'assign', assignee: 'maria' }, done)?.map((s) => [s.job, s.targets.map((one) => one.entry)])).toEqual([
    [{ verb: 'assign', assignee: 'jonas' }, ['a']],
    [{ verb: 'assign', assignee: '' }, ['b']],
  ])
  expect(backwards({ verb: 'take' }, done)?.[0]?.job).toEqual({ verb: 'hand_over', assignee: '' })
  expect(backwards({ verb: 'snooze', until: 'x' }, done)?.[0]?.job).toEqual({ verb: 'snooze', until: null })
  expect(backwards({ verb: 'hand_over', assignee: 'maria' }, done)).toBeNull()
  expect(backwards({ verb: 'take' }, [result('c', 'skipped')])).toBeNull()
})

test('rows are chosen one by one or in a range that follows its beginning', () => {
  const order = ['a', 'b', 'c', 'd']
  const one = choose(new Set(), order, 'b', null)
  expect([...one]).toEqual(['b'])
  const range = choose(one, order, 'd', 'b')
  expect([...range]).toEqual(['b', 'c', 'd'])
  expect([...choose(range, order, 'c', null)]).toEqual(['b', 'd'])
  expect([...choose(new Set(['c', 'd']), order, 'd', 'b')]).toEqual([]) // b is not chosen, so the range is not
})
