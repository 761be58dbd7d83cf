import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { loadTexts } from '@/i18n'
import { readAuditFilters } from '@/lib/filters'
import { shell } from './frame'

const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
})

const first = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/personal' })
  },
})

const personal = createRoute({
  getParentRoute: () => settings,
  path: '/personal',
  loader: () => loadTexts('settings'),
  component: lazyRouteComponent(() => import('@/features/settings/Personal'), 'Personal'),
})

const people = createRoute({
  getParentRoute: () => settings,
  path: '/people',
  loader: () => loadTexts('settings'),
  component: lazyRouteComponent(() => import('@/features/settings/People'), 'People'),
})

const person = createRoute({
  getParentRoute: () => settings,
  path: '/people/$id',
  loader: () => loadTexts('settings'),
  component: lazyRouteComponent(() => import('@/features/settings/Person'), 'PersonScreen'),
})

const audit = createRoute({
  getParentRoute: () => settings,
  path: '/audit',
  validateSearch: readAuditFilters,
  loader: () => loadTexts('settings'),
  component: lazyRouteComponent(() => import('@/features/settings/Audit'), 'Audit'),
})

const types = createRoute({
  getParentRoute: () => settings,
  path: '/types',
  loader: () => loadTexts('settings'),
  component: lazyRouteComponent(() => import('@/features/settings/Types'), 'Types'),
})

const languages = createRoute({
  getParentRoute: () => settings,
  path: '/languages',
  loader: () => loadTexts('settings'),
  component: lazyRouteComponent(() => import('@/features/settings/Languages'), 'Languages'),
})

export const settingsRoutes = [settings.addChildren([first, personal, people, person, audit, types, languages])] as const
