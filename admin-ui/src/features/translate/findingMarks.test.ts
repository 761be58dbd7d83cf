import { getSchema } from '@tiptap/core'
import { expect, it } from 'vitest'
import type { Finding } from './findings'
import { placesIn } from './findingMarks'
import { codesOf, docOf } from './segmentDoc'
import { segmentExtensions } from './segmentSchema'

const schema = getSchema(segmentExtensions)
const codes = codesOf([{ tag: 1, type: 'bold' }], [])
const at = (start: number, end: number): Finding => ({ code: 'x', severity: 'warning', message: '', template: '', fingerprint: '', target: [{ start, end }] })

it('finds the words that the server means, past tags and paragraphs', () => {
  const text = 'den <1>Gemeinderat</1>.\n\nUnd noch einer'
  const doc = schema.nodeFromJSON(docOf(text, codes))
  const words = (start: number, end: number) => placesIn(doc, text, [at(start, end)]).map(({ from, to }) => doc.textBetween(from, to))
  expect(words(7, 18)).toEqual(['Gemeinderat'])
  const noch = text.indexOf('noch')
  expect(words(noch, noch + 4)).toEqual(['noch'])
})

it('marks nothing in a text that was changed since it was checked', () => {
  const doc = schema.nodeFromJSON(docOf('anders', codes))
  expect(placesIn(doc, 'andere', [at(0, 3)])).toEqual([])
})
