import { infiniteQueryOptions } from '@tanstack/react-query'
import { answer, api, type Schemas } from '@/api/client'
import { keys } from '@/api/keys'
import type { Filters } from '@/lib/filters'
import { bare } from '@/lib/letters'

export type Entry = Schemas['EntryView']

const size = 200

/** The entries that the filters leave, without their texts, page by page. */
export function entriesQuery(filters: Filters) {
  const { q: _q, ...query } = filters
  return infiniteQueryOptions({
    queryKey: [...keys.entries(query), 'pages'] as const,
    queryFn: ({ pageParam }) =>
      answer(api.GET('/api/desk/entries', { params: { query: { ...query, size, ...(pageParam ? { after: pageParam } : {}) } as never } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  })
}

/** Those whose title holds the letters, in any of its languages. */
export function titled(entries: readonly Entry[], letters: string | undefined): Entry[] {
  if (!letters) return [...entries]
  const wanted = bare(letters)
  return entries.filter((e) => bare(e.title).includes(wanted) || e.documents.some((d) => bare(d.title).includes(wanted)))
}
