import { expect, test } from 'vitest'
import { byPath, keyOf, pathOf } from './places'

const values = {
  tagline: 'x',
  takeaways: [{ id: 't1', text: 'a' }, { id: 't2', text: 'b' }],
  sections: [{ id: 's1', kind: 'context', body: { type: 'doc', content: [{ type: 'bulletList', attrs: { id: 'l' }, content: [{ type: 'listItem', attrs: { id: 'li' } }] }] } }],
  note: { type: 'doc', content: [{ type: 'paragraph', attrs: { id: 'p' } }] },
}

test('the places of the server are found in the form', () => {
  expect(['tagline', 'quotation.text', 't2.text', 's1', 'li', 'p', 'gone', ''].map((key) => pathOf({ ...values, quotation: {} }, key))).toEqual([
    'tagline', 'quotation', 'takeaways/1/text', 'sections/0', 'sections/0/body', 'note', null, null,
  ])
})

test('and those of the form have names that stay', () => {
  expect(['tagline', 'takeaways/1/text', 'sections/0/body', 'sections/9/body'].map((path) => keyOf(values, path))).toEqual(['tagline', 't2.text', 's1.body', 'sections'])
})

test('things that stand in one place come together', () => {
  const found = byPath(values, [{ at: 'li' }, { at: 's1.body' }, { at: 'gone' }, {}] as { at?: string }[], (one) => one.at)
  expect([...found].map(([path, list]) => [path, list.length])).toEqual([['sections/0/body', 2]])
})
