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
  await jonas.keep('e1/de/summary', { version: 0, base: '', mine: 'y', keptAt: 4 })
  await jonas.keep('e1/de/body/b1', { version: 0, base: '', mine: 'z', keptAt: 3 })
  await jonas.keep('e1/de2/summary', { version: 0, base: '', mine: 'w', keptAt: 5 })
  expect((await jonas.within('e1/de')).map(({ key, unsent }) => [key, unsent.mine])).toEqual([['body/b1', 'z'], ['summary', 'y']])
  expect(await claire.within('e1/de')).toEqual([])
  for (const place of ['e1/de/summary', 'e1/de/body/b1', 'e1/de2/summary']) await jonas.forget(place)
  await jonas.forget('e1/de')
  expect(await jonas.places()).toEqual(['e2/de'])
})
