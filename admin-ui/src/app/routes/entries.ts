import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { answer, api } from '@/api/client'
import { keys } from '@/api/keys'
import { loadTexts } from '@/i18n'
import { readFilters } from '@/lib/filters'
import { documentPath } from '@/ui/DocumentLink'
import { shell } from './frame'

const matrix = createRoute({
  getParentRoute: () => shell,
  path: '/entries',
  validateSearch: readFilters,
  // Who only translates begins with what her languages need; "all" says that she wants to see more.
  beforeLoad: ({ search, context: { session } }) => {
    const translates = session.grants.length > 0 && session.grants.every((one) => one.role === 'translator')
    if (translates && Object.keys(search).length === 0) throw redirect({ to: '/entries', search: { mine: true }, replace: true })
  },
  loader: () => loadTexts('entries', 'verbs', 'work'),
  component: lazyRouteComponent(() => import('@/features/entries/EntriesScreen'), 'EntriesScreen'),
})

// For links that do not know in which language an entry was written.
const open = createRoute({
  getParentRoute: () => shell,
  path: '/open/$id/$locale',
  validateSearch: (search: Record<string, unknown>): { at?: string } => (typeof search.at === 'string' ? { at: search.at } : {}),
  beforeLoad: async ({ context, params: { id, locale }, search }) => {
    const entry = await context.client.fetchQuery({
      queryKey: keys.entry(id),
      queryFn: () => answer(api.GET('/api/desk/entries/{id}', { params: { path: { id } } })),
    })
    throw redirect({ to: documentPath({ entry: id, locale, source: entry.source_locale }) as '/', search: search as never, replace: true })
  },
})

export const entriesRoutes = [matrix, open] as const
