import { IconInbox, IconList } from '@tabler/icons-react'
import type { Session } from '@/api/client'

// The places of the frame, in their order. A feature adds its line here; what
// the server side of does not exist is no line.
export const places = [
  { to: '/desk', name: 'nav.desk', icon: IconInbox, phone: true },
  { to: '/entries', name: 'nav.entries', icon: IconList, phone: true },
] as const satisfies readonly Place[]

interface Place {
  to: string
  name: `nav.${string}`
  icon: typeof IconInbox
  /** In the bottom bar of small screens; the others are behind More. */
  phone?: boolean
  /** Whether this person has anything to do there. The server decides again. */
  for?: (session: Session) => boolean
}

export function placesOf(session: Session) {
  return places.filter((place: Place) => place.for?.(session) ?? true)
}
