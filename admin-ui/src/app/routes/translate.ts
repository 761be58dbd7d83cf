import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { documentQuery, entryQuery, segmentsQuery } from '@/api/queries'
import { loadTexts } from '@/i18n'
import { shell } from './frame'

const shows = ['all', 'todo', 'changed', 'missing', 'warnings', 'comments'] as const
const tabs = ['help', 'comments', 'concordance'] as const

/** Which segments are shown, which of them is open, and what is beside it; all of it is part of the address. */
export interface WorkbenchSearch {
  show?: (typeof shows)[number]
  at?: string
  tab?: (typeof tabs)[number]
}

const workbench = createRoute({
  getParentRoute: () => shell,
  path: '/translate/$id/$locale',
  validateSearch: (search: Record<string, unknown>): WorkbenchSearch => {
    const show = shows.find((one) => one === search.show)
    const tab = tabs.find((one) => one === search.tab)
    return { ...(show ? { show } : {}), ...(typeof search.at === 'string' ? { at: search.at } : {}), ...(tab ? { tab } : {}) }
  },
  // Asked for while the screen itself is on its way; what fails is asked for again, and told, by the screen.
  loader: ({ context: { client }, params: { id, locale } }) => {
    for (const query of [entryQuery(id), documentQuery(id, locale), segmentsQuery(id, locale)]) void client.prefetchQuery(query as ReturnType<typeof entryQuery>)
    return loadTexts('checks', 'comments', 'translate', 'verbs')
  },
  component: lazyRouteComponent(() => import('@/features/translate/WorkbenchScreen'), 'WorkbenchScreen'),
})

export const translateRoutes = [workbench] as const
