import { queryOptions } from '@tanstack/react-query'
import { answer, api, placeOf, type Schemas } from '@/api/client'
import { keys } from '@/api/keys'

/** What approving the text as it is now would ask of the translators. Asked anew each time: any save changes it. */
export const impactQuery = (document: Schemas['DocumentView']) =>
  queryOptions({
    queryKey: [...keys.revisions(document.entry, document.locale), 'impact', document.version] as const,
    queryFn: () => answer(api.GET('/api/desk/entries/{id}/documents/{locale}/impact', { params: { path: placeOf(document.entry, document.locale) } })),
    gcTime: 0,
  })

/** True for a text that others are translated from and that has been approved before: its changes are work for them. */
export function hasFollowers(entry: Schemas['EntryView'], document: Schemas['DocumentView']): boolean {
  return document.approved_revision !== undefined && entry.documents.some((one) => one.follows === document.locale)
}
