import { createContext, use, useCallback, useState, type ReactNode } from 'react'

type Announce = (message: string, how?: 'polite' | 'assertive') => void

const Context = createContext<Announce>(() => undefined)

/** Says something to screen readers. Assertive is for conflicts and a lost session only. */
export function useAnnounce(): Announce {
  return use(Context)
}

/** The two live regions of the page. */
export function AnnounceProvider({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState({ polite: '', assertive: '' })
  const announce = useCallback<Announce>((message, how = 'polite') => {
    // A message that comes again is only read when the text differs.
    setSaid((now) => ({ ...now, [how]: now[how] === message ? `${message}\u00A0` : message }))
  }, [])
  return (
    <Context value={announce}>
      {children}
      <div className="hidden" role="status" aria-live="polite" data-live="polite">
        {said.polite}
      </div>
      <div className="hidden" role="alert" aria-live="assertive" data-live="assertive">
        {said.assertive}
      </div>
    </Context>
  )
}
