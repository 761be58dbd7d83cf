import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import { answer, api, type Schemas } from '@/api/client'
import { keys } from '@/api/keys'
import { inChunks } from '@/lib/bulk'

type Page = Schemas['EntriesPage']
type Pages = InfiniteData<Page>

const most = 60
const together = 6

function isPages(data: unknown): data is Pages {
  return typeof data === 'object' && data !== null && 'pages' in data
}

/**
 * Puts the present state of some entries into the lists that show them. The
 * lists are not loaded anew: no row moves while somebody looks at it, and a long
 * list is not a hundred requests.
 */
export async function refreshEntries(client: QueryClient, ids: readonly string[]): Promise<void> {
  const once = [...new Set(ids)]
  const lists = client.getQueryCache().findAll({ queryKey: keys.entries(), type: 'active' })
  const shown = new Set(lists.flatMap((one) => (isPages(one.state.data) ? one.state.data.pages.flatMap((p) => p.data.map((e) => e.id)) : [])))
  const wanted = once.filter((id) => shown.has(id))
  if (wanted.length > most) {
    await client.invalidateQueries({ queryKey: keys.entries() })
    return
  }
  const fresh = new Map<string, Schemas['EntryView']>()
  for (const part of inChunks(wanted, together)) {
    const found = await Promise.allSettled(part.map((id) => answer(api.GET('/api/desk/entries/{id}', { params: { path: { id } } }))))
    for (const one of found) if (one.status === 'fulfilled') fresh.set(one.value.id, one.value)
  }
  for (const entry of fresh.values()) client.setQueryData(keys.entry(entry.id), entry)
  for (const list of lists) {
    client.setQueryData(list.queryKey, (data: unknown) =>
      isPages(data) ? { ...data, pages: data.pages.map((page) => ({ ...page, data: page.data.map((e) => fresh.get(e.id) ?? e) })) } : data,
    )
  }
}
