import type { FieldProblem } from '@/api/problem'
import type { Document } from './useForm'

type Blocking = Pick<Document, 'blocked' | 'can' | 'live'>

export function problemsOf(document: Pick<Document, 'blocked'> | undefined): FieldProblem[] {
  return document?.blocked.flatMap((one) => one.problems ?? []) ?? []
}

/**
 * A text whose shared part nobody has read yet, as it can be submitted: by whoever
 * writes both, only when both are whole. One goes to readers with the other.
 */
export function judged<T extends Blocking>(document: T, shared: Blocking | undefined): T {
  const missing = shared && !shared.live && shared.can.includes('submit') ? shared.blocked.find((one) => one.verb === 'submit' && (one.problems?.length ?? 0) > 0) : undefined
  if (!missing || !document.can.includes('submit')) return document
  const own = document.blocked.find((one) => one.verb === 'submit')
  const both = { ...(own ?? missing), problems: [...(own?.problems ?? []), ...(missing.problems ?? [])] }
  return { ...document, blocked: [...document.blocked.filter((one) => one !== own), both] }
}
