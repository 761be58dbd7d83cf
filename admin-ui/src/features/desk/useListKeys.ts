import { useCallback, type KeyboardEvent } from 'react'

/** Up and down go through the items of all groups; Enter opens, as everywhere. */
export function useListKeys() {
  return useCallback((event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key]
    const from = event.target instanceof Element ? event.target.closest('[data-item]') : null
    if (step === undefined || !from || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-item]')]
    const next = items[Math.min(Math.max(items.indexOf(from as HTMLElement) + step, 0), items.length - 1)]
    event.preventDefault()
    next?.querySelector<HTMLElement>('a')?.focus()
  }, [])
}
