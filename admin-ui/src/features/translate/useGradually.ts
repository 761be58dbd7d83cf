import { startTransition, useEffect, useState } from 'react'

/** So many rows are on the screen at once, with room for scrolling. */
const first = 40
const more = 60

/**
 * Which of many rows are there: at first those around one of them, and then, while
 * nobody types, all. Searching in the page and screen readers find every row.
 */
export function useGradually(count: number, around: number): { from: number; to: number } {
  const [reach, setReach] = useState(first)
  const [centre] = useState(Math.max(0, around))
  const from = Math.max(0, centre - reach)
  const to = Math.min(count, centre + reach)
  const whole = from === 0 && to === count
  useEffect(() => {
    if (whole) return
    const grow = () => { startTransition(() => { setReach((now) => now + more) }) }
    if (typeof requestIdleCallback !== 'function') {
      const timer = setTimeout(grow, 50)
      return () => { clearTimeout(timer) }
    }
    const idle = requestIdleCallback(grow, { timeout: 1000 })
    return () => { cancelIdleCallback(idle) }
  }, [whole, reach])
  return { from, to }
}
