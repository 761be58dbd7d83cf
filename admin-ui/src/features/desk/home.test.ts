import { expect, test } from 'vitest'
import { filled } from './home'

test('only groups that hold something are shown, in the order of the server', () => {
  const group = (kind: string, total: number) => ({ kind, total, items: [] })
  expect(filled([group('changed', 3), group('review', 0), group('news', 2), group('drafts', 1)]).map((g) => g.kind)).toEqual(['changed', 'drafts'])
})
