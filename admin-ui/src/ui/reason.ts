import i18next from 'i18next'
import { Offline, Problem, type FieldProblem } from '@/api/problem'
import { placeKey, quoted, refusalKey } from '@/i18n/problems'
import { languageName } from '@/lib/format'

/** The sentence of that name in the language of the interface; until the sentences are there, or for a code newer than this page, the other. */
function say(key: string, otherwise: string, values: Record<string, unknown> = {}): string {
  const name = `problems:${key}`
  return i18next.exists(name) ? i18next.t(name as 'problems:internal', values) : otherwise
}

/** What the sentences name: the members that came with the refusal. */
function valuesOf({ extra }: Problem): Record<string, unknown> {
  const seconds = Number(extra.retry_after)
  return {
    slug: String(extra.slug ?? ''),
    path: String(extra.path ?? ''),
    seconds: Number.isFinite(seconds) ? seconds : 60,
    language: languageName(String(extra.follows ?? 'und'), i18next.language, i18next.t('state.sharedPart')),
  }
}

/** Why something is not possible, by the code alone. */
export function codeReason(code: string, otherwise: string): string {
  const key = refusalKey(code)
  return ['slug_taken', 'alias_taken', 'no_base', 'too_many_attempts'].includes(key) ? otherwise : say(key, otherwise)
}

/** What is wrong at one place. What a person demanded is told in her own words. */
export function placeReason({ code, message }: Pick<FieldProblem, 'code' | 'message'>): string {
  return quoted.has(code) ? message : say(placeKey(code), message)
}

/** What is wrong at each place, each sentence once. */
export function placeReasons(problem: Problem): string[] {
  return [...new Set(problem.errors.map(placeReason))]
}

/** Why the server refused, or why there was no answer, in the language of the interface. */
export function reasonOf(error: unknown): string {
  if (error instanceof Offline) return say('offline', error.message)
  if (!(error instanceof Problem)) return say('broken', String(error))
  const key = refusalKey(error.code)
  const places = placeReasons(error)
  // These say only that something is wrong; the places say what.
  if (places.length > 0 && (key === 'values' || key === 'password_refused')) return places.slice(0, 3).join(' ')
  return say(key, error.message, valuesOf(error))
}

/** Fetches the sentences, so that they are there when something is refused, be it because the connection is gone. */
export function fetchReasons(): void {
  void i18next.loadNamespaces('problems')
}
