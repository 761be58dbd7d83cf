import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { loadTexts } from '@/i18n'
import { shell } from './frame'

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/desk' })
  },
})

const desk = createRoute({
  getParentRoute: () => shell,
  path: '/desk',
  validateSearch: (search: Record<string, unknown>): { tab?: 'due' | 'mentions' | 'waiting' } =>
    search.tab === 'due' || search.tab === 'mentions' || search.tab === 'waiting' ? { tab: search.tab } : {},
  loader: () => loadTexts('desk'),
  component: lazyRouteComponent(() => import('@/features/desk/DeskScreen'), 'DeskScreen'),
})

export const deskRoutes = [home, desk] as const
