import type { Schemas } from '@/api/client'

type Document = Schemas['DocumentView']
type Blocked = Schemas['Blocked']

/** True if this text can go out and is not out already; the shared part may go out in the same step. */
export function publishable(document: Document, shared?: Document): boolean {
  const out = document.live && !document.live.edited_since
  return !out && document.can.includes('publish') && !standing(document, shared).some((one) => one.verb === 'publish')
}

/** What is in the way of a document, less what publishing it together with the shared part solves. */
export function standing(document: Document, shared?: Document): readonly Blocked[] {
  const along = shared !== undefined && shared.locale !== document.locale && publishable(shared)
  return along ? document.blocked.filter((one) => one.code !== 'shared_not_live') : document.blocked
}

/** True if the document waits for the shared part alone. */
export function waitsForShared(document: Document): boolean {
  return document.blocked.some((one) => one.code === 'shared_not_live')
}
