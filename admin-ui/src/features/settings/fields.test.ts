import { expect, test } from 'vitest'
import type { Schemas } from '@/api/client'
import { flat } from './fields'

test('the fields of a list follow it, one step in', () => {
  const field = (name: string, fields?: Schemas['Field'][]): Schemas['Field'] => ({
    name, kind: 'text', labels: {}, localized: true, ...(fields ? { fields } : {}),
  })
  const rows = flat([field('title'), field('takeaways', [field('text')]), field('body')])
  expect(rows.map((one) => [one.path, one.depth])).toEqual([['title', 0], ['takeaways', 0], ['takeaways/text', 1], ['body', 0]])
})
