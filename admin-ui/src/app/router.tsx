import type { QueryClient } from '@tanstack/react-query'
import { createRouter } from '@tanstack/react-router'
import { deskRoutes } from './routes/desk'
import { editorRoutes } from './routes/editor'
import { entriesRoutes } from './routes/entries'
import { link, root, shell, signIn } from './routes/frame'
import { translateRoutes } from './routes/translate'

// A feature adds a file to routes/ and one line here.
const tree = root.addChildren([signIn, link, shell.addChildren([...deskRoutes, ...entriesRoutes, ...editorRoutes, ...translateRoutes])])

export function newRouter(client: QueryClient) {
  return createRouter({
    routeTree: tree,
    basepath: '/admin',
    context: { client },
    defaultPreload: 'intent',
    scrollRestoration: true,
    scrollToTopSelectors: ['#content'],
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof newRouter>
  }
}
