import { useSyncExternalStore } from 'react'
import { defaultKeys, remap, type Action, type KeyMap } from '@/lib/keymap'

// A person's own keys are kept in this browser: keyboards differ, accounts travel.
const place = 'mc.keys'
const changed = 'mc.keys.changed'

function read(): Record<string, unknown> {
  try {
    const own: unknown = JSON.parse(localStorage.getItem(place) ?? '{}')
    return typeof own === 'object' && own !== null ? { ...own } : {}
  } catch {
    return {}
  }
}

let kept: { text: string | null; map: KeyMap } | null = null

function current(): KeyMap {
  const text = localStorage.getItem(place)
  if (kept?.text !== text) kept = { text, map: remap(read()) }
  return kept?.map ?? defaultKeys
}

function subscribe(listen: () => void): () => void {
  window.addEventListener(changed, listen)
  window.addEventListener('storage', listen) // another window of this browser
  return () => {
    window.removeEventListener(changed, listen)
    window.removeEventListener('storage', listen)
  }
}

/** The keys that hold in this browser, in every window of it. */
export function useOwnKeys(): KeyMap {
  return useSyncExternalStore(subscribe, current)
}

/** Gives an action another key, or with null its first one. */
export function setOwnKey(action: Action, combination: string | null): void {
  const { [action]: _, ...others } = read()
  const own = combination && combination !== defaultKeys[action] ? { ...others, [action]: combination } : others
  localStorage.setItem(place, JSON.stringify(own))
  window.dispatchEvent(new Event(changed))
}

/** Gives every action its first key again. */
export function resetOwnKeys(): void {
  localStorage.removeItem(place)
  window.dispatchEvent(new Event(changed))
}
