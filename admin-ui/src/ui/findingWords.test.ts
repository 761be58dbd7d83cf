import { expect, it } from 'vitest'
import texts from '@/i18n/en/checks.json'
import { templates } from './findingWords'

it('every finding that is said in another language has its words', () => {
  const named = new Set(Object.values(templates).map((name) => `found.${name}`))
  expect(Object.keys(texts).filter((key) => key.startsWith('found.')).sort()).toEqual([...named].sort())
})
