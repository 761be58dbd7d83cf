import { useEffect, useRef } from 'react'
import { answer, api } from '@/api/client'

const again = 15_000
const tab = crypto.randomUUID()

/** Tells the others what this tab has open. It fails silently: nobody's work hangs on it. */
function say(place: { entry?: string; locale?: string; at?: string }, keepalive = false): void {
  answer(api.PUT('/api/desk/presence', { body: { tab, ...place }, keepalive })).catch(() => undefined)
}

/** Shows the others that this document is open here, and which field or segment somebody is at. */
export function usePresence(entry: string, locale: string, at?: string): void {
  const place = useRef({ entry, locale })
  useEffect(() => {
    place.current = { entry, locale, ...(at ? { at } : {}) }
    const tell = () => { say(place.current) }
    // Whoever only passes over a field with the arrow keys is not at it.
    const first = setTimeout(tell, 400)
    const timer = setInterval(tell, again)
    return () => {
      clearTimeout(first)
      clearInterval(timer)
    }
  }, [entry, locale, at])
  useEffect(() => {
    const leave = () => { say({}, true) }
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      leave()
    }
  }, [])
}
