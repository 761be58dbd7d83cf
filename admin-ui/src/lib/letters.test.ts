import { expect, test } from 'vitest'
import { bare } from './letters'

test.each([
  ['Wrocław', 'wroclaw'],
  ['Θεσσαλονίκη', 'θεσσαλονικη'],
  ['Τήλος', 'τηλοσ'],
  ['Gießen', 'giessen'],
  ['Cádiz', 'cadiz'],
])('%s is found by %s', (text, typed) => {
  expect(bare(text)).toBe(typed)
  expect(bare(typed)).toBe(typed)
})
