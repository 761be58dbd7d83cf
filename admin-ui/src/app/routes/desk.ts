import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
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
  component: lazyRouteComponent(() => import('@/features/desk/DeskScreen'), 'DeskScreen'),
})

export const deskRoutes = [home, desk] as const
