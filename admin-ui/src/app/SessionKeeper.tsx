import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from 'react'
import { account, type Session } from '@/api/client'
import { keys } from '@/api/keys'
import { Expired } from '@/ui/session'

const SignInAgain = lazy(() => import('@/features/auth/SignInAgain').then((m) => ({ default: m.SignInAgain })))

/** Lets requests wait, over the page, until a person whose session ended has signed in again. */
export function SessionKeeper({ children }: { children: ReactNode }) {
  const client = useQueryClient()
  const [expired, setExpired] = useState(false)
  const waiting = useRef<(() => void)[]>([])
  useEffect(() => {
    account.renew = () =>
      new Promise((resolve) => {
        waiting.current.push(resolve)
        setExpired(true)
      })
  }, [])
  const renewed = (session: Session) => {
    const before = client.getQueryData<Session | null>(keys.session)
    if (before && before.user.id !== session.user.id) {
      window.location.reload() // somebody else: nothing of the page is hers
      return
    }
    client.setQueryData(keys.session, session)
    setExpired(false)
    for (const resolve of waiting.current.splice(0)) resolve()
    void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' })
  }
  return (
    <Expired value={expired}>
      {children}
      <Suspense>{expired ? <SignInAgain onDone={renewed} /> : null}</Suspense>
    </Expired>
  )
}
