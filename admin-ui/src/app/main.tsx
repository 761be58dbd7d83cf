import '@mantine/core/styles.layer.css'
import './fonts.css'
import './tokens.css'
import './base.css'
import { QueryClient } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { Problem } from '@/api/problem'
import { startTexts } from '@/i18n'
import { nonce } from '@/lib/nonce'
import { fetchReasons } from '@/ui/reason'
import { Providers } from './Providers'
import { newRouter } from './router'

/** A refusal is final; a lost connection and a busy server are tried again. */
function again(failures: number, error: unknown): boolean {
  return failures < 2 && !(error instanceof Problem && error.status < 500)
}

async function start(place: HTMLElement) {
  // Where libraries that add a style element of their own look for the nonce.
  Reflect.set(globalThis, '__webpack_nonce__', nonce())
  await startTexts()
  // Without a connection a change fails at once and says so; its text is kept. Paused, it would look as if it were being saved.
  const client = new QueryClient({ defaultOptions: { queries: { retry: again, staleTime: 10_000 }, mutations: { networkMode: 'always' } } })
  const router = newRouter(client)
  createRoot(place).render(
    <StrictMode>
      <Suspense>
        <Providers client={client}>
          <RouterProvider router={router} />
        </Providers>
      </Suspense>
    </StrictMode>,
  )
  fetchReasons()
}

const place = document.getElementById('root')
if (place) void start(place)
