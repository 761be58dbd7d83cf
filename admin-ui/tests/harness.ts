// What every journey needs: a server, a way in, and the two checks at its end.
import AxeBuilder from '@axe-core/playwright'
import { test as base, expect, type Page } from '@playwright/test'
import { startServer, type Server } from './server'

interface Fixtures {
  /** Signs in as somebody of the demonstration, with the interface in English, and waits for the Desk. */
  signInAs: (page: Page, name: string) => Promise<void>
  /** Fails at the end of the test if any request left the host, or the console held an error. */
  watch: undefined
}

export const test = base.extend<Fixtures, { server: Server }>({
  server: [
    async ({}, give) => {
      const server = await startServer()
      await give(server)
      await server.stop()
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ server }, give) => {
    await give(server.url)
  },
  watch: [
    async ({ page, server }, give) => {
      const foreign: string[] = []
      const errors: string[] = []
      page.context().on('request', (request) => {
        if (!request.url().startsWith(server.url) && !/^(data|blob):/.test(request.url())) foreign.push(request.url())
      })
      // A refused request is the server's answer; a broken policy or an exception is our mistake.
      page.on('console', (message) => {
        if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) errors.push(message.text())
      })
      page.on('pageerror', (error) => errors.push(error.message))
      await give(undefined)
      expect(foreign, 'requests to other hosts').toEqual([])
      expect(errors, 'errors in the console').toEqual([])
    },
    { auto: true },
  ],
  signInAs: async ({ server }, give) => {
    await give(async (page, name) => {
      const { email, password } = server.login(name)
      await page.goto('/admin/sign-in')
      await page.getByRole('textbox', { name: 'E-mail' }).fill(email)
      await page.getByLabel('Password', { exact: true }).fill(password)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await expect(page).toHaveURL(/\/admin\/desk/)
      await english(page)
    })
  },
})

/** Puts the interface into English, whatever the person's own language is. */
async function english(page: Page) {
  await page.evaluate(() => {
    localStorage.setItem('mc.language', 'en')
  })
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
}

/** No violation of WCAG 2.2 AA that a program can find. */
export async function axe(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze()
  expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 4).join(' | ')}`)).toEqual([])
}

/** Nothing is wider than the window. */
export async function noSidewaysScroll(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0)
}

export { expect }

/** A request of the person who is signed in on this page. */
export async function call<T>(page: Page, method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
  return page.evaluate(
    async ([how, where, what, more]) => {
      const session = (await (await fetch('/api/desk/session')).json()) as { csrf: string }
      const answer = await fetch(where, { method: how, headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': session.csrf, ...more }, ...(what === null ? {} : { body: what }) })
      if (!answer.ok) throw new Error(`${how} ${where}: ${answer.status} ${await answer.text()}`)
      return (await answer.json()) as never
    },
    [method, path, body === undefined ? null : JSON.stringify(body), headers] as const,
  )
}
