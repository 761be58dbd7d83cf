// What the journeys share: a server of its own for each, the people of the
// demonstration with a browser each, and what must hold for all of them at the end.
import { test as base, expect, type Browser, type Page } from '@playwright/test'
import { axe } from '../harness'
import { begins, startServer, type Server } from '../server'

export interface Person {
  name: string
  page: Page
  /** A request with this person's session, whatever the screen shows. */
  call: <T = unknown>(method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer<T>>
}

export interface Answer<T> {
  status: number
  body: T
}

interface Fixtures {
  server: Server
  /** Somebody of the demonstration, signed in, with the Desk in English before her. */
  join: (name: string, options?: JoinOptions) => Promise<Person>
  /** Puts the clocks of the server and of all browsers to a moment. */
  moveClock: (to: Date) => Promise<void>
  /** What the public reads. */
  reader: Reader
}

interface JoinOptions {
  /** Leaves the person before the sign-in form. */
  outside?: boolean
  /** False for somebody who only sends requests. */
  desk?: boolean
  viewport?: { width: number; height: number }
}

export interface Reader {
  /** A page of the website. */
  page: (path: string) => Promise<{ status: number; html: string }>
  /** An entry as the public API gives it in a language, or undefined. */
  city: (slug: string, locale: string) => Promise<PublicCity | undefined>
}

export interface PublicCity {
  id: string
  locale: string
  slug: string
  [field: string]: unknown
}

/** Requests that left the host, and what the console complained of, in all browsers of a journey. */
class Watch {
  readonly foreign: string[] = []
  readonly errors: string[] = []
  readonly people: Person[] = []
  constructor(private readonly server: Server, private readonly browser: Browser) {}

  async join(name: string, { outside = false, desk = true, viewport }: JoinOptions = {}): Promise<Person> {
    const context = await this.browser.newContext({ baseURL: this.server.url, locale: 'en-GB', timezoneId: 'Europe/Berlin', ...(viewport ? { viewport } : {}) })
    context.setDefaultTimeout(45_000)
    await context.clock.install({ time: begins })
    await context.addInitScript(() => {
      if (location.protocol === 'http:') localStorage.setItem('mc.language', 'en')
    })
    context.on('request', (request) => {
      if (!request.url().startsWith(this.server.url) && !/^(data|blob):/.test(request.url())) this.foreign.push(request.url())
    })
    context.on('console', (message) => {
      // A refused request is the server's answer; a broken policy or an exception is our mistake.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) this.errors.push(`${name}: ${message.text()}`)
    })
    context.on('weberror', (error) => { this.errors.push(`${name}: ${error.error().message}`) })
    const page = await context.newPage()
    const person: Person = { name, page, call: (method, path, body, headers) => call(page, method, path, body, headers) }
    this.people.push(person)
    if (outside) {
      await page.goto('/admin/sign-in')
      return person
    }
    // The form of signing in has a spec of its own.
    await page.goto('/healthz')
    await page.evaluate(async (login) => {
      await fetch('/api/desk/session', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(login) })
    }, this.server.login(name))
    if (!desk) return person
    await page.goto('/admin/desk')
    await expect(page.getByRole('heading', { level: 1, name: new RegExp(name) })).toBeVisible()
    return person
  }
}

async function call<T>(page: Page, method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> {
  return page.evaluate(
    async ({ method, path, body, headers }) => {
      const session = (await (await fetch('/api/desk/session')).json()) as { csrf: string }
      const answer = await fetch(path, {
        method,
        headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': session.csrf, ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const text = await answer.text()
      return { status: answer.status, body: (text === '' ? undefined : JSON.parse(text)) as never }
    },
    { method, path, body, headers },
  )
}

export const test = base.extend<Fixtures & { watch: Watch }>({
  server: async ({}, give) => {
    const server = await startServer()
    await give(server)
    await server.stop()
  },
  watch: async ({ server, browser }, give) => {
    const watch = new Watch(server, browser)
    await give(watch)
    for (const { page } of watch.people) await page.context().close()
    expect(watch.foreign, 'requests that left the host').toEqual([])
    expect(watch.errors, 'errors in the console').toEqual([])
  },
  join: async ({ watch }, give) => {
    await give((name, options) => watch.join(name, options))
  },
  moveClock: async ({ server, watch }, give) => {
    await give(async (to) => {
      server.setClock(to)
      for (const { page } of watch.people) await page.clock.setSystemTime(to)
    })
  },
  reader: async ({ server }, give) => {
    await give({
      page: async (path) => {
        const answer = await fetch(server.url + path)
        return { status: answer.status, html: await answer.text() }
      },
      city: async (slug, locale) => {
        const answer = await fetch(`${server.url}/api/v1/cities/${slug}?locale=${locale}&fallback=none`)
        return answer.ok ? ((await answer.json()) as { data: PublicCity }).data : undefined
      },
    })
  },
})

/** The id of a city by its title in its source language. */
export async function cityId({ call }: Person, title: string): Promise<string> {
  const { body } = await call<{ data: { id: string; title: string }[] }>('GET', `/api/desk/entries?type=city&size=200`)
  const found = body.data.find((one) => one.title === title)
  if (!found) throw new Error(`there is no city ${title}`)
  return found.id
}

/** How many sentences of each language were made from a text that is no longer the source's. */
export async function changedSentences({ call }: Person, entry: string): Promise<Record<string, number>> {
  const { body } = await call<{ documents: { locale: string; counts?: { stale: number } }[] }>('GET', `/api/desk/entries/${entry}`)
  return Object.fromEntries(body.documents.flatMap((one) => (one.counts ? [[one.locale, one.counts.stale]] : [])))
}

/** Giulia changes one sentence of the Italian Palermo, Maria approves and publishes it: one sentence in five languages. */
export async function oneSentenceChanges(giulia: Person, maria: Person, palermo: string): Promise<void> {
  const place = `/api/desk/entries/${palermo}/documents/it`
  type Text = { version: number; revision: string; fields: { summary: string } }
  const { body: now } = await giulia.call<Text>('GET', place)
  const summary = now.fields.summary.replace('di altra cittadinanza', 'di altra cittadinanza o apolidi')
  const { body: changed } = await giulia.call<Text>('PUT', place, { fields: { ...now.fields, summary } }, { 'If-Match': `"${now.version}"` })
  const { revision } = changed
  await giulia.call('POST', `${place}/submit`, { revision })
  await maria.call('POST', `${place}/approve`, { revision })
  const published = await maria.call('POST', `${place}/publish`, { revision })
  expect(published.status, JSON.stringify(published.body)).toBe(200)
}

export { axe, expect }
