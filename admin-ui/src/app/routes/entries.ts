import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { readFilters } from '@/lib/filters'
import { shell } from './frame'

const matrix = createRoute({
  getParentRoute: () => shell,
  path: '/entries',
  validateSearch: readFilters,
  component: lazyRouteComponent(() => import('@/features/entries/EntriesScreen'), 'EntriesScreen'),
})

export const entriesRoutes = [matrix] as const
