import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shell } from './frame'

/** Which segments are shown, and which of them is open; both are part of the address. */
export interface WorkbenchSearch {
  show?: 'all' | 'todo' | 'changed' | 'missing'
  at?: string
}

const shows = ['all', 'todo', 'changed', 'missing'] as const

const workbench = createRoute({
  getParentRoute: () => shell,
  path: '/translate/$id/$locale',
  validateSearch: (search: Record<string, unknown>): WorkbenchSearch => {
    const show = shows.find((one) => one === search.show)
    return { ...(show ? { show } : {}), ...(typeof search.at === 'string' ? { at: search.at } : {}) }
  },
  component: lazyRouteComponent(() => import('@/features/translate/WorkbenchScreen'), 'WorkbenchScreen'),
})

export const translateRoutes = [workbench] as const
