import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { choose } from '@/lib/bulk'

export interface Selection {
  chosen: ReadonlySet<string>
  /** Chooses an entry, or lets go of it; with a range, everything since the last press. */
  press: (id: string, range: boolean) => void
  /** Chooses exactly these. */
  all: (ids: readonly string[]) => void
}

/** Which entries are chosen; order is how they stand on the screen. */
export function useSelection(order: readonly string[]): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const from = useRef<string | null>(null)
  const latest = useRef(order)
  useEffect(() => {
    latest.current = order
  })
  const press = useCallback((id: string, range: boolean) => {
    const start = range ? from.current : null
    setChosen((now) => choose(now, latest.current, id, start))
    from.current = id
  }, [])
  const all = useCallback((ids: readonly string[]) => {
    from.current = null
    setChosen(new Set(ids))
  }, [])
  return useMemo(() => ({ chosen, press, all }), [chosen, press, all])
}
