import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { sessionQuery } from '@/api/queries'
import { loadTexts } from '@/i18n'
import { Crash, Missing } from '../Crash'

export interface RouteContext {
  client: QueryClient
}

export const root = createRootRouteWithContext<RouteContext>()({ errorComponent: Crash, notFoundComponent: Missing })

/** Where somebody signs in; next is the page she wanted. */
export const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { next?: string } =>
    typeof search.next === 'string' && /^\/[^/\\]/.test(search.next) ? { next: search.next } : {},
  loader: () => loadTexts('auth'),
  component: lazyRouteComponent(() => import('@/features/auth/SignIn'), 'SignIn'),
})

/** Where an invitation leads; the secret is behind the #. */
export const link = createRoute({
  getParentRoute: () => root,
  path: '/link',
  loader: () => loadTexts('auth'),
  component: lazyRouteComponent(() => import('@/features/auth/Link'), 'LinkScreen'),
})

/** The frame with the rail: everything inside it needs a session. */
export const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: lazyRouteComponent(() => import('../Shell'), 'Shell'),
  errorComponent: Crash,
  notFoundComponent: Missing,
  beforeLoad: async ({ context, location }) => {
    const session = await context.client.ensureQueryData(sessionQuery)
    if (session) return { session }
    throw redirect({ to: '/sign-in', search: location.pathname === '/' ? {} : { next: location.href } })
  },
})
