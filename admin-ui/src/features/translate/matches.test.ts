import { expect, it } from 'vitest'
import { numbered, type Match } from './matches'

const match = (score: number, target: string): Match => ({ id: target, score, kind: 'fuzzy', source: '', target, state: '', entry: '', key: '', field: '', origin: '', author: '', at: '' })

const place = { entry: 'e', key: 'k' }

it('the approved text comes first, weak matches and repetitions are left out', () => {
  const all = numbered('before', [match(101, 'a'), match(100, 'before'), match(82, 'a'), match(70, 'b'), match(69, 'c')], place)
  expect(all.map((one) => one.text)).toEqual(['before', 'a', 'b'])
  expect(all[0]?.match).toBeUndefined()
})

it('there are five keys', () => {
  expect(numbered(undefined, ['a', 'b', 'c', 'd', 'e', 'f'].map((text) => match(90, text)), place).map((one) => one.text)).toEqual(['a', 'b', 'c', 'd', 'e'])
})

it('the memory of the place itself says nothing new', () => {
  expect(numbered(undefined, [{ ...match(101, 'a'), ...place }, { ...match(101, 'b'), entry: 'e', key: 'other' }], place).map((one) => one.text)).toEqual(['b'])
})
