import { createContext, use, type RefObject } from 'react'

/** What others may do with the editor of the open segment. */
export interface Pen {
  /** Replaces the whole text. */
  take: (text: string, machine?: boolean) => void
  /** Writes at the caret, over what is selected. */
  insert: (text: string) => void
  focus: () => void
}

export const PenContext = createContext<RefObject<Pen | null>>({ current: null })

/** The editor of the open segment; null while none is open. */
export function usePen(): RefObject<Pen | null> {
  return use(PenContext)
}
