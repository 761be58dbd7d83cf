import { createContext, use, useEffect, useMemo, useRef, type ReactNode } from 'react'
import { announced, defaultKeys, platformOf, press, scopeOf, scopes, written, type Action, type KeyMap, type Platform, type Scope } from '@/lib/keymap'
import classes from './keys.module.css'

type Handler = (event: KeyboardEvent) => void

interface Keys {
  map: KeyMap
  platform: Platform
  /** Handlers by action, the newest last; the newest answers. */
  handlers: Map<Action, Handler[]>
}

const Context = createContext<Keys>({ map: defaultKeys, platform: 'other', handlers: new Map() })

// Innermost first: what a screen says wins over what works everywhere.
const order: Scope[] = scopes.toReversed()

/** Listens to the keys of the page; map is the person's own. */
export function KeysProvider({ map, children }: { map: KeyMap; children: ReactNode }) {
  const handlers = useRef(new Map<Action, Handler[]>())
  const keys = useMemo(() => ({ map, platform: platformOf(navigator.userAgent), handlers: handlers.current }), [map])
  useEffect(() => {
    let leading = false
    const listen = (event: KeyboardEvent) => {
      if (event.isComposing || event.defaultPrevented) return
      const heard = order.filter((s) => [...keys.handlers].some(([a, list]) => scopeOf(a) === s && list.length > 0))
      const pressed = press(keys.map, heard, { ...fields(event), altGraph: event.getModifierState('AltGraph') }, leading, keys.platform)
      leading = pressed.leading
      const handler = pressed.action && keys.handlers.get(pressed.action)?.at(-1)
      if (handler) handler(event)
      if (handler ?? (pressed.taken && !pressed.action)) event.preventDefault()
    }
    window.addEventListener('keydown', listen)
    return () => {
      window.removeEventListener('keydown', listen)
    }
  }, [keys])
  return <Context value={keys}>{children}</Context>
}

function fields(e: KeyboardEvent) {
  return { key: e.key, code: e.code, ctrlKey: e.ctrlKey, metaKey: e.metaKey, altKey: e.altKey, shiftKey: e.shiftKey }
}

/** Does something when the key of an action is pressed, while the component is there and enabled. */
export function useKey(action: Action, handler: Handler, enabled = true): void {
  const { handlers } = use(Context)
  const latest = useRef(handler)
  useEffect(() => {
    latest.current = handler
  })
  useEffect(() => {
    if (!enabled) return
    const own: Handler = (event) => {
      latest.current(event)
    }
    handlers.set(action, [...(handlers.get(action) ?? []), own])
    return () => {
      handlers.set(action, (handlers.get(action) ?? []).filter((h) => h !== own))
    }
  }, [handlers, action, enabled])
}

/** The key of an action as this machine writes it, and for aria-keyshortcuts. */
export function useKeyName(action: Action): { written: string; announced: string } {
  const { map, platform } = use(Context)
  return { written: written(map[action], platform), announced: announced(map[action], platform) }
}

export function useKeyMap(): { map: KeyMap; platform: Platform } {
  const { map, platform } = use(Context)
  return { map, platform }
}

/** The key of an action, shown on its button. */
export function KeyHint({ action }: { action: Action }) {
  return (
    <kbd className={classes.kbd} aria-hidden>
      {useKeyName(action).written}
    </kbd>
  )
}
