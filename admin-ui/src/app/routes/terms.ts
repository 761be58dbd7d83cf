import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { loadTexts } from '@/i18n'
import { shell } from './frame'

/** The open tab, what is looked for, and between which languages; all of it is part of the address. */
export interface TermsSearch {
  tab?: 'memory' | 'proposals'
  q?: string
  source?: string
  target?: string
  in?: 'target'
}

const locale = /^[a-z]{2}$/

const terms = createRoute({
  getParentRoute: () => shell,
  path: '/terms',
  validateSearch: (search: Record<string, unknown>): TermsSearch => ({
    ...(search.tab === 'memory' || search.tab === 'proposals' ? { tab: search.tab } : {}),
    ...(typeof search.q === 'string' && search.q !== '' ? { q: search.q.slice(0, 200) } : {}),
    ...(typeof search.source === 'string' && locale.test(search.source) ? { source: search.source } : {}),
    ...(typeof search.target === 'string' && locale.test(search.target) ? { target: search.target } : {}),
    ...(search.in === 'target' ? { in: 'target' as const } : {}),
  }),
  loader: () => loadTexts('terms'),
  component: lazyRouteComponent(() => import('@/features/terms/TermsScreen'), 'TermsScreen'),
})

export const termsRoutes = [terms] as const
