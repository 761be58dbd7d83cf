
/** What the server has refused, and why. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem | undefined,
  ) {
    super(problem?.detail ?? `The server answered ${status}.`)
    this.name = 'Refusal'
  }
}

export interface Options {
  /** Where the API is. */
  base?: string
  /** Another fetch, such as one with a cache. */
  fetch?: typeof globalThis.fetch
}

export interface Call {
  signal?: AbortSignal
  /** The tag of the answer that is known: if nothing has changed, a Refusal with status 304 is thrown. */
  etag?: string
}

export interface Answer<T> {
  data: T
  etag: string
}

type Parameters<P extends keyof Questions> = Questions[P]['parameters']

/** Asks questions: `const ask = client(); const { data } = await ask('/api/v1/cities', { locale: 'en' })`. */
export function client({ base = 'http://127.0.0.1:8080', fetch = globalThis.fetch }: Options = {}) {
  return async function ask<P extends keyof Questions>(path: P, parameters: Parameters<P>, call: Call = {}): Promise<Answer<Questions[P]['answer']>> {
    const rest = new URLSearchParams()
    let address: string = path
    for (const [name, value] of Object.entries(parameters as Record<string, unknown>)) {
      if (value === undefined) continue
      if (address.includes(`{${name}}`)) address = address.replace(`{${name}}`, encodeURIComponent(String(value)))
      else rest.set(name, String(value))
    }
    const query = rest.toString()
    const answer = await fetch(base + address + (query && '?' + query), {
      headers: call.etag ? { 'If-None-Match': call.etag } : {},
      ...(call.signal ? { signal: call.signal } : {}),
    })
    if (!answer.ok) {
      const problem = await answer.json().then((p: unknown) => p as Problem, () => undefined)
      throw new Refusal(answer.status, problem)
    }
    return { data: (await answer.json()) as Questions[P]['answer'], etag: answer.headers.get('ETag') ?? '' }
  }
}
