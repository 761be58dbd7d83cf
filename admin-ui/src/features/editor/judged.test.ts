import { expect, test } from 'vitest'
import { judged } from './judged'
import { placeName } from './fields/context'

const problem = (path: string) => ({ path, code: 'required', message: 'This must be filled in.' })
const state = (can: string[], blocked: string[], live = false) =>
  ({ can, blocked: blocked.length > 0 ? [{ verb: 'submit', code: 'not_ready', problems: blocked.map(problem) }] : [], ...(live ? { live: {} } : {}) }) as unknown as Parameters<typeof judged>[0]
const paths = (one: ReturnType<typeof state>) => one.blocked.flatMap((b) => b.problems?.map((p) => p.path) ?? [])

test('the first text of an entry is submitted when the shared part is whole, too', () => {
  const text = state(['save', 'submit'], ['summary'])
  expect(paths(judged(text, state(['submit'], ['population/source'])))).toEqual(['summary', 'population/source'])
  expect(paths(judged(state(['submit'], []), state(['submit'], ['population/source'])))).toEqual(['population/source'])
  expect(paths(judged(text, state(['submit'], ['population/source'], true))), 'readers have a shared part already').toEqual(['summary'])
  expect(paths(judged(text, state([], ['population/source']))), 'somebody else writes the shared part').toEqual(['summary'])
  expect(paths(judged(text, undefined))).toEqual(['summary'])
})

test('a problem names the part of a figure, and the item of a list', () => {
  const fields = [{ name: 'population', labels: { en: 'Population' } }, { name: 'sources', labels: { en: 'Sources' } }] as unknown as Parameters<typeof placeName>[2]
  const partOf = (part: string) => ({ source: 'Source', url: 'Address' })[part]
  const values = { sources: [{ id: 's1', title: 'Register' }] }
  expect(placeName('population', values, fields, 'en', partOf)).toBe('Population')
  expect(placeName('population/source', values, fields, 'en', partOf)).toBe('Population, Source')
  expect(placeName('population/other', values, fields, 'en', partOf)).toBe('Population')
  expect(placeName('sources/0/url', values, fields, 'en', partOf)).toBe('Sources: 1. Register, Address')
})
