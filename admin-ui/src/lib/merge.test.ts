import { describe, expect, test } from 'vitest'
import { at, merge, put, same } from './merge'

const base = {
  name: 'Palermo',
  tagline: 'A port',
  takeaways: [
    { id: 'a', text: 'One' },
    { id: 'b', text: 'Two' },
  ],
  body: { type: 'doc', content: [{ type: 'paragraph', attrs: { id: 'p1' }, content: [{ type: 'text', text: 'Old' }] }] },
}

describe('merge', () => {
  test('different fields come together', () => {
    const { value, conflicts } = merge(base, { ...base, name: 'Palermo!' }, { ...base, tagline: 'A harbour' })
    expect(value).toEqual({ ...base, name: 'Palermo!', tagline: 'A harbour' })
    expect(conflicts).toEqual([])
  })

  test('the same change of both is no conflict', () => {
    expect(merge(base, { ...base, name: 'X' }, { ...base, name: 'X' }).conflicts).toEqual([])
  })

  test('the same field is a conflict that names three texts, and mine stands', () => {
    const { value, conflicts } = merge(base, { ...base, tagline: 'Mine' }, { ...base, tagline: 'Theirs' })
    expect(conflicts).toEqual([{ path: ['tagline'], base: 'A port', mine: 'Mine', theirs: 'Theirs' }])
    expect(value.tagline).toBe('Mine')
  })

  test('items of a list are told apart by their ids, in whatever order', () => {
    const mine = { ...base, takeaways: [{ id: 'b', text: 'Two' }, { id: 'a', text: 'One, mine' }] }
    const theirs = { ...base, takeaways: [{ id: 'a', text: 'One' }, { id: 'b', text: 'Two, theirs' }, { id: 'c', text: 'Three' }] }
    const { value, conflicts } = merge(base, mine, theirs)
    expect(conflicts).toEqual([])
    expect(value.takeaways).toEqual([
      { id: 'b', text: 'Two, theirs' },
      { id: 'c', text: 'Three' },
      { id: 'a', text: 'One, mine' },
    ])
  })

  test('what one deleted and the other left goes; what the other changed stays and is named', () => {
    const without = { ...base, takeaways: [{ id: 'b', text: 'Two' }] }
    expect(merge(base, without, { ...base, name: 'X' }).value.takeaways).toEqual([{ id: 'b', text: 'Two' }])
    const changed = { ...base, takeaways: [{ id: 'a', text: 'One!' }, { id: 'b', text: 'Two' }] }
    const { value, conflicts } = merge(base, without, changed)
    expect(conflicts.map((c) => c.path)).toEqual([['takeaways', 'a']])
    expect(value.takeaways).toContainEqual({ id: 'a', text: 'One!' })
  })

  test('paragraphs are merged one by one, their text is whole', () => {
    const paragraph = (id: string, text: string) => ({ type: 'paragraph', attrs: { id }, content: [{ type: 'text', text }] })
    const doc = (...content: unknown[]) => ({ ...base, body: { type: 'doc', content } as typeof base.body })
    const { value, conflicts } = merge(base, doc(paragraph('p1', 'New')), doc(paragraph('p1', 'Old'), paragraph('p2', 'Added')))
    expect(conflicts).toEqual([])
    expect(value.body.content.map((p) => p.content[0]?.text)).toEqual(['New', 'Added'])
    const clash = merge(base, doc(paragraph('p1', 'Mine')), doc(paragraph('p1', 'Theirs')))
    expect(clash.conflicts.map((c) => c.path.join('/'))).toEqual(['body/content/p1/content'])
  })

  test('nothing is lost: every text of either side is in the result or in a conflict', () => {
    let seed = 7
    const random = (n: number) => (seed = (seed * 48271) % 2147483647) % n
    for (let round = 0; round < 300; round++) {
      const edit = (who: string) => ({
        ...base,
        name: random(2) ? `${who}-name-${round}` : base.name,
        takeaways: base.takeaways.filter(() => random(4) > 0).map((t) => (random(2) ? { ...t, text: `${who}-${t.id}-${round}` } : t)),
      })
      const [mine, theirs] = [edit('mine'), edit('theirs')]
      const { value, conflicts } = merge(base, mine, theirs)
      const kept = JSON.stringify([value, conflicts])
      for (const text of JSON.stringify([mine, theirs]).match(/(mine|theirs)-[a-z]+-\d+/g) ?? []) expect(kept).toContain(text)
    }
  })
})

test('same takes no notice of members that are not there', () => {
  expect(same({ a: 1, b: undefined }, { a: 1 })).toBe(true)
  expect(same([1, 2], [2, 1])).toBe(false)
})

test('put and at find places by field and id', () => {
  const changed = put(base, ['takeaways', 'b', 'text'], 'Second')
  expect(at(changed, ['takeaways', 'b', 'text'])).toBe('Second')
  expect(base.takeaways[1]?.text).toBe('Two')
  expect(put(base, ['takeaways', 'a'], undefined).takeaways).toEqual([{ id: 'b', text: 'Two' }])
  expect(put(base, ['tagline'], undefined)).not.toHaveProperty('tagline')
})
