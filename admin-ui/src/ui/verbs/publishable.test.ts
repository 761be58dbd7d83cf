import { expect, test } from 'vitest'
import type { Schemas } from '@/api/client'
import { publishable, standing } from './publishable'

type Document = Schemas['DocumentView']

const greek = { locale: 'el', can: ['publish'], blocked: [{ verb: 'publish', code: 'shared_not_live' }] } as unknown as Document
const shared = { locale: 'und', can: ['publish'], blocked: [] } as unknown as Document

test('a text that only waits for the shared part can be published together with it', () => {
  expect(publishable(greek)).toBe(false)
  expect(publishable(greek, shared)).toBe(true)
  expect(standing(greek, shared)).toEqual([])
})

test('it still waits if the shared part cannot go out', () => {
  const drafted = { ...shared, can: [] } as unknown as Document
  const incomplete = { ...shared, blocked: [{ verb: 'publish', code: 'incomplete' }] } as unknown as Document
  expect(publishable(greek, drafted)).toBe(false)
  expect(publishable(greek, incomplete)).toBe(false)
  expect(standing(greek, incomplete)).toEqual(greek.blocked)
})

test('other reasons stand, and what is out is not published again', () => {
  const asked = { ...greek, blocked: [...greek.blocked, { verb: 'publish', code: 'incomplete' }] } as unknown as Document
  expect(publishable(asked, shared)).toBe(false)
  expect(publishable({ ...shared, live: { edited_since: false } } as unknown as Document)).toBe(false)
})
