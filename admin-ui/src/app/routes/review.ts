import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { loadTexts } from '@/i18n'
import { shell } from './frame'

/** The exact text under review, what it is compared with, and the change in view. */
export interface ReviewSearch {
  revision?: string
  /** published, approved, nothing, or the id of a revision. */
  with?: string
  show?: 'all'
  at?: string
}

export interface HistorySearch {
  show?: 'published' | 'mine'
  from?: string
  to?: string
}

function word(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= 200 ? value : undefined
}

function kept<T extends object>(search: T): T {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as T
}

const waiting = createRoute({
  getParentRoute: () => shell,
  path: '/review',
  loader: () => loadTexts('review'),
  component: lazyRouteComponent(() => import('@/features/review/WaitingScreen'), 'WaitingScreen'),
})

const review = createRoute({
  getParentRoute: () => shell,
  path: '/entries/$id/$locale/review',
  validateSearch: (search: Record<string, unknown>): ReviewSearch =>
    kept({ revision: word(search.revision), with: word(search.with), show: search.show === 'all' ? 'all' : undefined, at: word(search.at) }) as ReviewSearch,
  loader: () => loadTexts('checks', 'comments', 'review', 'verbs'),
  component: lazyRouteComponent(() => import('@/features/review/ReviewScreen'), 'ReviewScreen'),
})

const history = createRoute({
  getParentRoute: () => shell,
  path: '/entries/$id/$locale/history',
  validateSearch: (search: Record<string, unknown>): HistorySearch =>
    kept({ show: search.show === 'published' || search.show === 'mine' ? search.show : undefined, from: word(search.from), to: word(search.to) }) as HistorySearch,
  loader: () => loadTexts('review'),
  component: lazyRouteComponent(() => import('@/features/review/HistoryScreen'), 'HistoryScreen'),
})

export const reviewRoutes = [waiting, review, history] as const
