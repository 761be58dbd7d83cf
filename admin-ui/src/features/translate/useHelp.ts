import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { answer, api, placeOf, type Schemas } from '@/api/client'
import { keys } from '@/api/keys'
import { withFindings } from './findings'
import type { Segments } from './useWorkbench'

export type Help = Schemas['Help']

/** Matches, terms and findings of one segment. What was found goes to the list, too. */
export const helpQuery = (id: string, locale: string, key: string) =>
  queryOptions({
    queryKey: keys.help(id, locale, key),
    queryFn: async ({ client }) => {
      const help = await answer(api.GET('/api/desk/entries/{id}/documents/{locale}/segments/{key}/help', { params: { path: { ...placeOf(id, locale), key } } }))
      client.setQueriesData<Segments>({ queryKey: keys.segments(id, locale) }, (old) => (old?.findings ? withFindings(old, key, help.findings) : old))
      return help
    },
    staleTime: 60_000,
    retry: false,
  })

/** The help of the open segment; that of the next one is fetched as soon as this one is there. */
export function useHelp(id: string, locale: string, key: string | undefined, next: string | undefined) {
  const client = useQueryClient()
  const help = useQuery({ ...helpQuery(id, locale, key ?? ''), enabled: key !== undefined })
  const there = help.data !== undefined
  useEffect(() => {
    if (there && next) void client.prefetchQuery(helpQuery(id, locale, next))
  }, [client, id, locale, there, next])
  return help
}

const month = 30 * 24 * 3_600_000

/** Which machine drafts translations, if any does. */
export const machineQuery = queryOptions({
  queryKey: ['machine'],
  queryFn: () => answer(api.GET('/api/desk/machine')),
  staleTime: month,
  retry: false,
})

/** Where a phrase stands in approved texts of two languages. */
export const concordanceQuery = (source: string, target: string, words: string, side: 'source' | 'target') =>
  queryOptions({
    queryKey: [...keys.memory, 'concordance', source, target, side, words],
    queryFn: () =>
      answer(api.GET('/api/desk/memory', { params: { query: { source, target, q: words, in: side, size: 30 } } })).then((page) => page.data),
    enabled: words.trim() !== '',
    staleTime: 60_000,
  })
