import type { components } from './schema'

type Body = components['schemas']['Problem']
export type FieldProblem = components['schemas']['FieldProblem']

/** A request that the server refused, with its reason: RFC 9457. */
export class Problem extends Error {
  readonly status: number
  /** Stable, in snake_case: what the interface decides by. */
  readonly code: string
  /** Everything that is wrong, each with its place. */
  readonly errors: readonly FieldProblem[]
  /** The id of the request, for those who look into the logs. */
  readonly requestId: string
  /** The further members of the document, such as the bases of a conflict. */
  readonly extra: Readonly<Record<string, unknown>>

  constructor(body: Body & Record<string, unknown>) {
    super(body.detail)
    const { status, code, errors, instance, type: _type, title: _title, detail: _detail, ...extra } = body
    this.name = 'Problem'
    this.status = status
    this.code = code
    this.errors = errors ?? []
    this.requestId = instance
    this.extra = extra
  }
}

/** The request got no answer: no network, or a server that is not there. */
export class Offline extends Error {
  constructor(cause: unknown) {
    super('The server cannot be reached.', { cause })
    this.name = 'Offline'
  }
}

function isBody(value: unknown): value is Body & Record<string, unknown> {
  return typeof value === 'object' && value !== null && 'code' in value && 'detail' in value && 'status' in value
}

/** Makes a Problem of whatever came with a refused request, be it from a proxy. */
export function problemOf(body: unknown, response: Response): Problem {
  if (isBody(body)) return new Problem(body)
  return new Problem({
    type: 'about:blank',
    title: response.statusText,
    status: response.status,
    code: response.status >= 500 ? 'unavailable' : 'refused',
    detail: `The server answered ${response.status}.`,
    instance: response.headers.get('X-Request-Id') ?? '',
  })
}

/** True for a Problem with one of these codes. */
export function isProblem(error: unknown, ...codes: string[]): error is Problem {
  return error instanceof Problem && (codes.length === 0 || codes.includes(error.code))
}
