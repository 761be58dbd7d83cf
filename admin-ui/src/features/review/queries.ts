import { queryOptions } from '@tanstack/react-query'
import { answer, api, placeOf, type ContentLocale, type Schemas } from '@/api/client'
import { keys } from '@/api/keys'

export type Document = Schemas['DocumentView']
export type Entry = Schemas['EntryView']
export type ReviewInfo = Schemas['Review']
export type Revision = Schemas['RevisionView']

/** The revisions of a document, newest first. */
export const revisionsQuery = (id: string, locale: string) =>
  queryOptions({
    queryKey: keys.revisions(id, locale),
    queryFn: () => answer(api.GET('/api/desk/entries/{id}/documents/{locale}/revisions', { params: { path: placeOf(id, locale) } })).then((list) => list.data),
  })

/** A revision never changes. */
export const revisionQuery = (id: string, locale: string, revision: string) =>
  queryOptions({
    queryKey: [...keys.revisions(id, locale), revision] as const,
    queryFn: () => answer(api.GET('/api/desk/entries/{id}/documents/{locale}/revisions/{revision}', { params: { path: { ...placeOf(id, locale), revision } } })),
    staleTime: Infinity,
  })

export const diffQuery = (id: string, locale: string, from: string, to: string) =>
  queryOptions({
    queryKey: [...keys.revisions(id, locale), from, to] as const,
    queryFn: () => answer(api.GET('/api/desk/entries/{id}/documents/{locale}/diff', { params: { path: placeOf(id, locale), query: { from, to } } })),
    staleTime: Infinity,
  })

/** The sentences of a translation beside those they were made from. */
export const sentencesQuery = (id: string, locale: string) =>
  queryOptions({
    queryKey: [...keys.segments(id, locale), 'review'] as const,
    queryFn: () => answer(api.GET('/api/desk/entries/{id}/documents/{locale}/segments', { params: { path: placeOf(id, locale), query: {} } })),
  })

export const reviewQuery = (id: string, locale: string) =>
  queryOptions({
    queryKey: [...keys.history(id, locale), 'review'] as const,
    queryFn: () => answer(api.GET('/api/desk/entries/{id}/documents/{locale}/review', { params: { path: placeOf(id, locale) } })),
  })

export interface Waiting extends Omit<Schemas['QueueItem'], 'follows'> {
  locale: string
}

/** What waits for a review, in each of these languages. */
export const waitingQuery = (locales: readonly string[]) =>
  queryOptions({
    queryKey: [...keys.queue('*'), 'in_review', locales] as const,
    queryFn: async () => {
      const page = (locale: string) =>
        answer(api.GET('/api/desk/queues/{locale}', { params: { path: { locale: locale as ContentLocale }, query: { kind: 'in_review', size: 100 } } }))
      const pages = await Promise.all(locales.map(page))
      return pages.map((one) => ({ locale: one.locale, total: one.totals.in_review ?? one.data.length, items: one.data.map((item): Waiting => ({ ...item, locale: one.locale })) }))
    },
    staleTime: 30_000,
  })
