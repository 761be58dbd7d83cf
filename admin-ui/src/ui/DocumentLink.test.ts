import { expect, test } from 'vitest'
import { documentPath } from './DocumentLink'

test('the source and the shared part are edited, translations are translated', () => {
  expect(documentPath({ entry: 'e', locale: 'it', source: 'it' })).toBe('/entries/e/it')
  expect(documentPath({ entry: 'e', locale: 'und', source: 'it' })).toBe('/entries/e/und')
  expect(documentPath({ entry: 'e', locale: 'de', source: 'it' })).toBe('/translate/e/de')
  expect(documentPath({ entry: 'e', locale: 'de', source: 'it', detached: true })).toBe('/entries/e/de')
  expect(documentPath({ entry: 'e', locale: 'de', source: 'it', at: 'body/p 1' })).toBe('/translate/e/de?at=body%2Fp%201')
})
