import 'fake-indexeddb/auto'
import { createStore } from 'idb-keyval'
import { expect, test } from 'vitest'
import { outboxOf } from './outbox'

test('keeps what one account wrote until it was sent, and shows it to nobody else', async () => {
  const store = createStore('test', 'texts')
  const [jonas, claire] = [outboxOf('jonas', store), outboxOf('claire', store)]
  await jonas.keep('e1/de', { version: 3, base: 'alt', mine: 'neu', keptAt: 2 })
  await jonas.keep('e2/de', { version: 1, base: '', mine: 'x', keptAt: 1 })
  expect(await jonas.find('e1/de')).toEqual({ version: 3, base: 'alt', mine: 'neu', keptAt: 2 })
  expect(await claire.find('e1/de')).toBeUndefined()
  expect(await claire.places()).toEqual([])
  expect(await jonas.places()).toEqual(['e2/de', 'e1/de'])
  await jonas.forget('e1/de')
  expect(await jonas.places()).toEqual(['e2/de'])
})
