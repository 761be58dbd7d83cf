import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { loadTexts } from '@/i18n'
import { shell } from './frame'

const editor = createRoute({
  getParentRoute: () => shell,
  path: '/entries/$id/$locale',
  loader: () => loadTexts('comments', 'editor', 'verbs'),
  component: lazyRouteComponent(() => import('@/features/editor/EditorScreen'), 'EditorScreen'),
})

export const editorRoutes = [editor] as const
