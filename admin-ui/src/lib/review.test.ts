import { expect, test } from 'vitest'
import { baseOf, byField, filtered, plainOf, readable, rowsOf } from './review'

const segments = [
  { key: 'tagline', field: 'tagline', kind: 'text', source: 'Una città', target: { text: 'Eine Stadt' } },
  { key: 'a.text', field: 'takeaways.text', kind: 'text', source: '<1>Diritti:</1> tutti', target: { text: '<1>Rechte:</1> alle' } },
]

test('only what changed is shown, with its source in words', () => {
  const rows = rowsOf({
    changes: [{ path: 'a.text', field: 'takeaways.text', op: 'changed', tokens: [{ op: 'same', text: '<1>Rechte:</1> ' }, { op: 'removed', text: 'viele' }, { op: 'added', text: 'alle' }] }],
    segments, values: null, fields: [], all: false,
  })
  expect(rows).toEqual([
    {
      path: 'a.text', field: 'takeaways', op: 'changed', source: 'Diritti: tutti', before: 'Rechte: viele', marksOnly: false,
      tokens: [{ op: 'same', text: 'Rechte: ' }, { op: 'removed', text: 'viele' }, { op: 'added', text: 'alle' }],
    },
  ])
})

test('the whole text has its changes in their places', () => {
  const changes = [{ path: 'a.text', field: 'takeaways.text', op: 'added', tokens: [{ op: 'added', text: 'alle' }] }]
  const rows = rowsOf({ changes, segments, values: null, fields: [], all: true })
  expect(rows.map((row) => [row.path, row.op])).toEqual([['tagline', 'same'], ['a.text', 'added']])
})

test('a first text has nothing to be compared with, and is shown whole', () => {
  expect(rowsOf({ changes: null, segments, values: null, fields: [], all: false }).map((row) => row.op)).toEqual(['same', 'same'])
  const values = { name: 'Palermo', sections: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Una ' }, { type: 'text', text: 'città' }] }] } }
  const rows = rowsOf({ changes: null, segments: null, values, fields: ['name', 'summary', 'sections'], all: false })
  expect(rows.map((row) => [row.field, row.before])).toEqual([['name', 'Palermo'], ['sections', 'Una città']])
})

test('a change of marks alone is said to be one', () => {
  const tokens = [{ op: 'same', text: 'Mobil ' }, { op: 'added', text: '<1>' }, { op: 'same', text: 'bleiben' }, { op: 'added', text: '</1>' }]
  const [row] = rowsOf({ changes: [{ path: 's', field: 'sections', op: 'changed', tokens }], segments: null, values: {}, fields: [], all: false })
  expect(row?.marksOnly).toBe(true)
  expect(readable(tokens).map((one) => one.text)).toEqual(['Mobil ', 'bleiben'])
})

test('values are told in words, and other entries by their titles', () => {
  const other = '017ca1dd-3000-771f-b78e-540b13f30f82'
  expect(plainOf([other], (one) => (one === other ? 'Tilos' : undefined))).toBe('Tilos')
  expect(plainOf({ id: other, label: 'Population', value: 648260, year: 2020 })).toBe('Population, 648260, 2020')
  expect(plainOf(null)).toBe('')
})

test('what is compared with is what readers see, else what was approved, else nothing', () => {
  const has = { published: 'p', approved: 'a' }
  expect(baseOf(undefined, 'x', has)).toBe('p')
  expect(baseOf(undefined, 'p', has)).toBe('a')
  expect(baseOf(undefined, 'x', {})).toBe(null)
  expect(baseOf('approved', 'x', has)).toBe('a')
  expect(baseOf('nothing', 'x', has)).toBe(null)
  expect(baseOf('r', 'x', has)).toBe('r')
})

test('rows of one field stand together, and the history can be narrowed', () => {
  const row = (path: string, field: string) => ({ path, field, op: 'same' as const, tokens: [], before: '', marksOnly: false })
  expect(byField([row('1', 'a'), row('2', 'a'), row('3', 'b')]).map((group) => group.rows.length)).toEqual([2, 1])
  const revisions = [{ id: '3', author: 'me' }, { id: '2', author: 'other' }, { id: '1', author: 'me' }]
  expect(filtered(revisions, 'mine', 'me', new Set()).map((one) => one.id)).toEqual(['3', '1'])
  expect(filtered(revisions, 'published', 'me', new Set(['2'])).map((one) => one.id)).toEqual(['2'])
})
