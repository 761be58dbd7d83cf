import { useEffect, useSyncExternalStore } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useMantineColorScheme } from '@mantine/core'
import { settingsQuery } from '@/api/queries'
import { defaultKeys, remap, type Action, type KeyMap } from '@/lib/keymap'

// A person's own keys follow her account; this browser keeps a copy, so that
// they hold from the first moment and without a connection.
const place = 'mc.keys'
const changed = 'mc.keys.changed'

function read(): Record<string, string> {
  try {
    const own: unknown = JSON.parse(localStorage.getItem(place) ?? '{}')
    if (typeof own !== 'object' || own === null) return {}
    return Object.fromEntries(Object.entries(own).filter((pair): pair is [string, string] => typeof pair[1] === 'string'))
  } catch {
    return {}
  }
}

function keep(own: Record<string, string>): void {
  const text = JSON.stringify(own)
  if ((localStorage.getItem(place) ?? '{}') === text) return
  localStorage.setItem(place, text)
  window.dispatchEvent(new Event(changed))
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

/** The keys that hold for this person, in every window of this browser. */
export function useOwnKeys(): KeyMap {
  return useSyncExternalStore(subscribe, current)
}

/** Brings the keys and the colours here that this person chose on another machine. */
export function useSettingsOfPerson(): void {
  const { data } = useQuery(settingsQuery)
  const { setColorScheme } = useMantineColorScheme()
  useEffect(() => {
    if (!data) return
    keep(data.keys)
    setColorScheme(data.theme === 'light' || data.theme === 'dark' ? data.theme : 'auto')
  }, [data, setColorScheme])
}

/** Gives an action another key, or with null its first one. Gives what is to be saved for the person. */
export function setOwnKey(action: Action, combination: string | null): Record<string, string> {
  const { [action]: _, ...others } = read()
  const own = combination && combination !== defaultKeys[action] ? { ...others, [action]: combination } : others
  keep(own)
  return own
}

/** Gives every action its first key again. */
export function resetOwnKeys(): Record<string, string> {
  keep({})
  return {}
}
