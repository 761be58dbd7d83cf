import createClient, { type Client, type Middleware } from 'openapi-fetch'
import { Offline, problemOf } from './problem'
import type { components, paths } from './schema'

export type Schemas = components['schemas']
export type Session = Schemas['SessionView']
/** A language of the content, or und for the shared part, as addresses take it. */
export type ContentLocale = paths['/api/desk/queues/{locale}']['get']['parameters']['path']['locale']

/** What the client needs to know about who is signed in. */
export interface Account {
  /** The token that goes with every change; empty while nobody is signed in. */
  csrf: string
  /** Called when the session ended; resolves when the same person signed in again. */
  renew: () => Promise<void>
}

/** Who sends the requests of this page. Set by the session, read by every request. */
export const account: Account = { csrf: '', renew: () => Promise.reject(new Error('nobody was signed in')) }

const changes = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

async function send(request: Request): Promise<Response> {
  try {
    return await fetch(request)
  } catch (cause) {
    if (request.signal.aborted) throw cause
    throw new Offline(cause)
  }
}

/** A request that failed because the session ended waits for a new one and is sent again. */
async function persistent(request: Request): Promise<Response> {
  const again = request.clone()
  const response = await send(request)
  if (response.status !== 401 || !account.csrf || new URL(request.url).pathname === '/api/desk/session') return response
  await account.renew()
  if (changes.has(again.method)) again.headers.set('X-CSRF-Token', account.csrf)
  return send(again)
}

const credentials: Middleware = {
  onRequest({ request }) {
    if (changes.has(request.method) && account.csrf) request.headers.set('X-CSRF-Token', account.csrf)
    // The same click sent twice has one effect.
    if (request.method === 'POST' && account.csrf && !request.headers.has('Idempotency-Key')) {
      request.headers.set('Idempotency-Key', crypto.randomUUID())
    }
    return request
  },
}

export const api: Client<paths> = createClient<paths>({
  baseUrl: typeof location === 'undefined' ? '' : location.origin,
  credentials: 'same-origin',
  fetch: persistent,
  // Lists of values are repeated parameters.
  querySerializer: { array: { style: 'form', explode: true } },
})
api.use(credentials)

interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

/** The answer of a request, or the Problem it was refused with, thrown. */
export async function answer<T>(request: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await request
  if (!response.ok) throw problemOf(error, response)
  return data as T
}

/** The header that says which version a change was made on. */
export function ifMatch(version: number): { 'If-Match': string } {
  return { 'If-Match': `"${version}"` }
}

/** The place of a document in an address. The server answers an unknown locale like an unknown page. */
export function placeOf(id: string, locale: string): { id: string; locale: ContentLocale } {
  return { id, locale: locale as ContentLocale }
}
