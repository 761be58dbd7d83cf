import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { newLive, waitBefore, type Source } from './live'

/** A stream whose end the test holds in its hand. */
function line() {
  const opened: { say: (kind: string, data?: unknown) => void; closed: boolean }[] = []
  const open = (): Source => {
    const listeners = new Map<string, ((event: { data?: unknown }) => void)[]>()
    const one = {
      closed: false,
      say: (kind: string, data?: unknown) => {
        for (const listener of listeners.get(kind) ?? []) listener({ data: data === undefined ? undefined : JSON.stringify(data) })
      },
    }
    opened.push(one)
    return {
      addEventListener: (kind, listener) => listeners.set(kind, [...(listeners.get(kind) ?? []), listener]),
      close: () => {
        one.closed = true
      },
    }
  }
  return { open, opened }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('news reach those who listen, and nobody after that', () => {
  const { open, opened } = line()
  const live = newLive(open)
  const heard: string[] = []
  const leave = live.on('document', (news) => heard.push(`${news.entry}/${news.locale} ${news.version}`))
  live.resume()
  opened[0]!.say('document', { entry: 'p', locale: 'de', version: 3 })
  leave()
  opened[0]!.say('document', { entry: 'p', locale: 'de', version: 4 })
  expect(heard).toEqual(['p/de 3'])
})

test('who is present is remembered for those who ask later', () => {
  const { open, opened } = line()
  const live = newLive(open)
  live.resume()
  opened[0]!.say('presence', { people: [{ user: '1', name: 'Maria', entry: 'p', locale: 'el' }] })
  expect(live.people().map((one) => one.name)).toEqual(['Maria'])
})

test('a lost stream is opened again after longer and longer pauses, and then everything counts as old', () => {
  const { open, opened } = line()
  const live = newLive(open, () => 1)
  const resync = vi.fn()
  live.on('resync', resync)
  live.resume()
  opened[0]!.say('open')
  expect(resync).not.toHaveBeenCalled() // the first time nothing was missed
  opened[0]!.say('error')
  expect(opened[0]!.closed).toBe(true)
  vi.advanceTimersByTime(999)
  expect(opened).toHaveLength(1)
  vi.advanceTimersByTime(1)
  opened[1]!.say('error')
  vi.advanceTimersByTime(2000)
  expect(opened).toHaveLength(3)
  opened[2]!.say('open')
  expect(resync).toHaveBeenCalledTimes(1)
})

test('while paused there is no connection, and only one ever', () => {
  const { open, opened } = line()
  const live = newLive(open, () => 1)
  live.resume()
  live.resume()
  expect(opened).toHaveLength(1)
  opened[0]!.say('error')
  live.pause()
  vi.advanceTimersByTime(120_000)
  expect(opened).toHaveLength(1)
  live.resume()
  expect(opened).toHaveLength(2)
})

test('pauses grow to a minute and differ between tabs', () => {
  expect([0, 1, 2, 10].map((n) => waitBefore(n, 1))).toEqual([1000, 2000, 4000, 60_000])
  expect(waitBefore(2, 0)).toBe(2000)
})
