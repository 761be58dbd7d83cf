import { expect, test } from 'vitest'
import { rightsOf, type Grant, type RoleRights } from './rights'

const role = (name: string, part: Partial<RoleRights>): RoleRights => ({
  role: name, source: ['read'], target: ['read'], shared: ['read'], manage: false, shared_of_source: false, ...part,
})
const roles = [
  role('researcher', { source: ['read', 'create', 'save'], shared: ['read', 'save'], shared_of_source: true }),
  role('translator', { target: ['read', 'segments'] }),
  role('reviewer', { source: ['read', 'save', 'approve'], target: ['read', 'segments', 'approve'], shared: ['read', 'save', 'approve'] }),
  role('admin', { source: ['create', 'save', 'approve', 'publish', 'assign'], target: ['segments'], shared: ['save', 'archive'], manage: true }),
]
const grant = (name: string, locale: string, rest: Partial<Grant> = {}): Grant => ({ role: name, locale, type: '*', country: '*', ...rest })

test('one role in two languages is one sentence', () => {
  const { rights, never } = rightsOf([grant('translator', 'de'), grant('translator', 'el')], roles)
  expect(rights).toEqual([{ abilities: ['read', 'translate'], locales: ['de', 'el'], type: '*', country: '*' }])
  expect(never).toEqual(['create', 'write', 'shared', 'review', 'publish', 'archive', 'assign'])
})

test('two roles in one language are one sentence', () => {
  const { rights } = rightsOf([grant('translator', 'de'), grant('reviewer', 'de')], roles)
  expect(rights).toEqual([{ abilities: ['read', 'write', 'translate', 'review'], locales: ['de'], type: '*', country: '*' }])
})

test('a language does not reach the shared part, except where the server says so', () => {
  expect(rightsOf([grant('reviewer', 'de')], roles).rights[0]?.abilities).not.toContain('shared')
  expect(rightsOf([grant('researcher', 'el')], roles).rights[0]?.abilities).toEqual(['read', 'create', 'write', 'shared'])
  expect(rightsOf([grant('reviewer', 'und')], roles).rights[0]?.abilities).toEqual(['read', 'shared', 'review'])
})

test('a limit to a type or a country stands in a sentence of its own', () => {
  const { rights } = rightsOf([grant('translator', 'de'), grant('translator', 'el', { country: 'GR' })], roles)
  expect(rights.map((r) => [r.locales, r.country])).toEqual([[['de'], '*'], [['el'], 'GR']])
})

test('only who holds such a role for everything manages people', () => {
  expect(rightsOf([grant('admin', '*')], roles).manage).toBe(true)
  expect(rightsOf([grant('admin', 'de')], roles).manage).toBe(false)
})

test('nobody without grants may do anything, and an unknown role gives nothing', () => {
  expect(rightsOf([], roles)).toMatchObject({ rights: [], manage: false })
  expect(rightsOf([grant('wizard', '*')], roles).rights).toEqual([])
})
