import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shell } from './frame'

const editor = createRoute({
  getParentRoute: () => shell,
  path: '/entries/$id/$locale',
  component: lazyRouteComponent(() => import('@/features/editor/EditorScreen'), 'EditorScreen'),
})

export const editorRoutes = [editor] as const
