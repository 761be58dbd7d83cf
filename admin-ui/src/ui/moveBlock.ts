import { useEffect, useRef, type RefObject } from 'react'

const name = 'mc:move-block'

/** Asks what has the focus to move its block up (-1) or down (1): the innermost part that can answers. */
export function askToMove(by: 1 | -1): void {
  document.activeElement?.dispatchEvent(new CustomEvent(name, { bubbles: true, cancelable: true, detail: by }))
}

/** Answers askToMove for what is inside the element; false leaves it to the parts around. */
export function useMoveBlock(element: RefObject<HTMLElement | null>, move: (by: 1 | -1) => boolean): void {
  const latest = useRef(move)
  useEffect(() => {
    latest.current = move
  })
  useEffect(() => {
    const here = element.current
    if (!here) return
    const listen = (event: Event) => {
      if (latest.current((event as CustomEvent<1 | -1>).detail)) event.stopPropagation()
    }
    here.addEventListener(name, listen)
    return () => {
      here.removeEventListener(name, listen)
    }
  }, [element])
}
