import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { answer, api, type Schemas } from '@/api/client'
import { keys } from '@/api/keys'
import { asQuery, type Filters } from '@/lib/filters'
import { bare } from '@/lib/letters'

export type Entry = Schemas['EntryView']

// The first page is there at once; the next ones are for somebody who scrolls.
const first = 100
const next = 200

/** The entries that the filters leave, without their texts, page by page. */
export function entriesQuery(filters: Filters, me: string) {
  const { q: _q, all: _all, ...kept } = filters
  return infiniteQueryOptions({
    queryKey: [...keys.entries(kept), 'pages'] as const,
    queryFn: ({ pageParam, signal }) => {
      const query = { ...asQuery(filters, me), ...(pageParam ? { size: next, after: pageParam } : { size: first }) }
      return answer(api.GET('/api/desk/entries', { params: { query: query as never }, signal }))
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    staleTime: 30_000,
  })
}

/** Those whose title holds the letters, in any of its languages. */
export function titled(entries: readonly Entry[], letters: string | undefined): Entry[] {
  if (!letters) return [...entries]
  const wanted = bare(letters)
  return entries.filter((e) => bare(e.title).includes(wanted) || e.documents.some((d) => bare(d.title).includes(wanted)))
}

/** How far each language is, in what the filters name. */
export const statisticsQuery = (filters: Pick<Filters, 'type' | 'country'>) =>
  queryOptions({
    queryKey: ['statistics', filters.type ?? '', filters.country ?? ''],
    queryFn: () =>
      answer(
        api.GET('/api/desk/statistics', {
          params: { query: { ...(filters.type ? { type: filters.type } : {}), ...(filters.country ? { country: filters.country } : {}) } },
        }),
      ),
    staleTime: 60_000,
  })

/** The policy areas that an entry can belong to. */
export const areasQuery = queryOptions({
  queryKey: [...keys.entries(), 'areas'] as const,
  queryFn: () => answer(api.GET('/api/desk/entries', { params: { query: { type: 'policy_area', size: 200 } } })).then((page) => page.data),
  staleTime: 5 * 60_000,
})
