import { queryOptions } from '@tanstack/react-query'
import { account, answer, api, placeOf, type Session } from './client'
import { keys } from './keys'
import { isProblem } from './problem'

const forThisVisit = { staleTime: Infinity, gcTime: Infinity }

/** Who is signed in; null if nobody is. */
export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: async (): Promise<Session | null> => {
    try {
      const session = await answer(api.GET('/api/desk/session'))
      account.csrf = session.csrf
      return session
    } catch (error) {
      if (isProblem(error) && error.status === 401) return null
      throw error
    }
  },
  ...forThisVisit,
})

/** The languages of the content, in the order of the strip. */
export const localesQuery = queryOptions({
  queryKey: keys.locales,
  queryFn: () => answer(api.GET('/api/v1/locales')).then((list) => list.data),
  ...forThisVisit,
})

/** The content types with their fields and their names in every language. */
export const typesQuery = queryOptions({
  queryKey: keys.types,
  queryFn: () => answer(api.GET('/api/desk/types')).then((list) => list.data),
  ...forThisVisit,
})

/** Those who work here. */
export const colleaguesQuery = queryOptions({
  queryKey: keys.colleagues,
  queryFn: () => answer(api.GET('/api/desk/colleagues')).then((list) => list.data),
  staleTime: 5 * 60_000,
})

/** How this person likes to work. */
export const settingsQuery = queryOptions({
  queryKey: keys.settings,
  queryFn: () => answer(api.GET('/api/desk/settings')),
  staleTime: 5 * 60_000,
})

/** The countries that content may name. */
export const countriesQuery = queryOptions({
  queryKey: ['countries'],
  queryFn: () => answer(api.GET('/api/v1/countries')).then((list) => list.data),
  ...forThisVisit,
})

/** A document with its working text. */
export const documentQuery = (id: string, locale: string) =>
  queryOptions({
    queryKey: keys.document(id, locale),
    queryFn: () => answer(api.GET('/api/desk/entries/{id}/documents/{locale}', { params: { path: placeOf(id, locale) } })),
  })

/** A translation beside its source. English helps most readers, so it comes along where it is not the target. */
export const segmentsQuery = (id: string, locale: string) =>
  queryOptions({
    queryKey: [...keys.segments(id, locale), 'en'],
    queryFn: () =>
      answer(
        api.GET('/api/desk/entries/{id}/documents/{locale}/segments', {
          params: { path: placeOf(id, locale), query: locale === 'en' ? {} : { reference: ['en'] } },
        }),
      ),
  })

/** An entry with the state of all its documents. */
export const entryQuery = (id: string) =>
  queryOptions({
    queryKey: keys.entry(id),
    queryFn: () => answer(api.GET('/api/desk/entries/{id}', { params: { path: { id } } })),
  })

/** What was done to a document, newest first. */
export const historyQuery = (id: string, locale: string) =>
  queryOptions({
    queryKey: keys.history(id, locale),
    queryFn: () => answer(api.GET('/api/desk/entries/{id}/documents/{locale}/history', { params: { path: placeOf(id, locale) } })).then((list) => list.data),
  })

/** Every entry this person may read, by title, for finding one by a few letters. Archived ones are left out. */
export const titlesQuery = queryOptions({
  queryKey: [...keys.entries(), 'titles'] as const,
  queryFn: async () => {
    const all: { id: string; type: string; title: string; source: string }[] = []
    let after: string | undefined
    do {
      const page = await answer(api.GET('/api/desk/entries', { params: { query: { size: 200, ...(after ? { after } : {}) } } }))
      for (const e of page.data) all.push({ id: e.id, type: e.type, title: e.title, source: e.source_locale })
      after = page.next
    } while (after && all.length < 2000)
    return all
  },
  staleTime: 60_000,
})
