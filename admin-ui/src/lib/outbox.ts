// What was written and not yet sent, kept in this browser for one account:
// it outlives a reload, a closed tab and an ended session.
import { createStore, del, entries, get, set, type UseStore } from 'idb-keyval'

export interface Unsent<T> {
  /** The version the text was made on; a save of it says so. */
  version: number
  /** The text the person began with, for merging. */
  base: T
  /** What she wrote. */
  mine: T
  keptAt: number
}

/** An unsent text, with its name below the place that was asked for. */
export interface Kept<T> {
  key: string
  unsent: Unsent<T>
}

export interface Outbox {
  keep: <T>(place: string, unsent: Unsent<T>) => Promise<void>
  find: <T>(place: string) => Promise<Unsent<T> | undefined>
  forget: (place: string) => Promise<void>
  /** Every place with unsent text, the oldest first. */
  places: () => Promise<string[]>
  /** The unsent texts below a place, such as the segments of a document, the oldest first. */
  within: <T>(place: string) => Promise<Kept<T>[]>
}

/** A place is a document, or a segment of one: "entry/locale" or "entry/locale/key". */
export function outboxOf(account: string, store: UseStore = createStore('mc-unsent', 'texts')): Outbox {
  const key = (place: string) => `${account} ${place}`
  const own = async <T>() => {
    const all = await entries<string, Unsent<T>>(store)
    return all
      .filter(([k]) => k.startsWith(`${account} `))
      .sort(([, a], [, b]) => a.keptAt - b.keptAt)
      .map(([k, unsent]) => [k.slice(account.length + 1), unsent] as const)
  }
  return {
    keep: (place, unsent) => set(key(place), unsent, store),
    find: (place) => get(key(place), store),
    forget: (place) => del(key(place), store),
    places: async () => (await own()).map(([place]) => place),
    within: async <T>(place: string) =>
      (await own<T>()).filter(([one]) => one.startsWith(`${place}/`)).map(([one, unsent]) => ({ key: one.slice(place.length + 1), unsent })),
  }
}
