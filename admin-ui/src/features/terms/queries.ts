import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { answer, api, type ContentLocale } from '@/api/client'
import { keys } from '@/api/keys'

export const conceptsQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.glossary, 'concepts', q] as const,
    queryFn: ({ pageParam }) =>
      answer(api.GET('/api/desk/glossary', { params: { query: { size: 50, ...(q ? { q } : {}), ...(pageParam ? { after: pageParam } : {}) } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  })

/** The terms of a language that wait for approval, oldest first. */
export const proposalsQuery = (locale: string) =>
  queryOptions({
    queryKey: [...keys.glossary, 'proposals', locale] as const,
    queryFn: () => answer(api.GET('/api/desk/proposals/{locale}', { params: { path: { locale: locale as ContentLocale } } })).then((list) => list.data),
  })

export interface Phrase {
  source: string
  target: string
  q: string
  in: 'source' | 'target'
}

/** Where a phrase occurs in approved text. */
export const foundQuery = (phrase: Phrase) =>
  queryOptions({
    queryKey: [...keys.memory, phrase] as const,
    queryFn: () =>
      answer(
        api.GET('/api/desk/memory', {
          params: { query: { q: phrase.q, in: phrase.in, size: 100, source: phrase.source as ContentLocale, target: phrase.target as ContentLocale } },
        }),
      ).then((list) => list.data),
    enabled: phrase.q.trim().length > 1,
  })
