import { queryOptions } from '@tanstack/react-query'
import { answer, api, placeOf } from '@/api/client'
import { keys } from '@/api/keys'

/** The rewrites of a document that wait to be taken up. */
export const parkedQuery = (entry: string, locale: string) =>
  queryOptions({
    queryKey: [...keys.history(entry, locale), 'parked'] as const,
    queryFn: () =>
      answer(api.GET('/api/desk/entries/{id}/documents/{locale}/set-asides', { params: { path: placeOf(entry, locale) } })).then((list) => list.data.filter((one) => !one.taken_up)),
  })
