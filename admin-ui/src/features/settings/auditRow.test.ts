import { expect, test } from 'vitest'
import { accountOf, cells, columns } from './auditRow'

test('an object names an account, and the right that was given', () => {
  expect(accountOf('user:7f3 editor type:* locale:el country:*')).toEqual({ id: '7f3', rest: 'editor type:* locale:el country:*' })
  expect(accountOf('user:7f3')).toEqual({ id: '7f3', rest: '' })
  expect(accountOf('token:7f3')).toBeNull()
  expect(accountOf('GET /api/desk/people')).toBeNull()
})

test('a row has a cell for every column, and who is unknown keeps her id', () => {
  const row = { id: '1', at: '2026-11-23T10:00:00Z', actor: 'a1', actor_name: '', action: 'sign_in', object: 'user:a1', outcome: 'ok', code: '', peer: '::1', request_id: 'r1' }
  expect(cells(row)).toHaveLength(columns.length)
  expect(cells(row)[1]).toBe('a1')
  expect(cells({ ...row, actor_name: 'Ana' })[1]).toBe('Ana')
})
