import { createContext, use } from 'react'

/** True while the session has ended and the person has not signed in again. */
export const Expired = createContext(false)

export function useExpired(): boolean {
  return use(Expired)
}
