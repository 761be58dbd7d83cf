// What the checks found in a translation. Pure.
import type { Schemas } from '@/api/client'

export type Finding = Schemas['Finding']

export interface Checked {
  findings?: Readonly<Record<string, readonly Finding[]>>
  errors?: number
  warnings?: number
}

/** What a translator has to look at: errors, and warnings that nobody has set aside. */
export function asks({ severity, dismissed }: Finding): boolean {
  return severity === 'error' || (severity === 'warning' && !dismissed)
}

export function doubtful(view: Checked, key: string): boolean {
  return view.findings?.[key]?.some(asks) ?? false
}

function count(findings: Readonly<Record<string, readonly Finding[]>>) {
  const having = (is: (one: Finding) => boolean) => Object.values(findings).filter((all) => all.some(is)).length
  return { errors: having((one) => one.severity === 'error'), warnings: having((one) => one.severity === 'warning' && !one.dismissed) }
}

/**
 * The view with what was found in one segment just now. Whether it agrees with its
 * like elsewhere is only known of the translation as a whole, so that is left as it was.
 */
export function withFindings<V extends Checked>(view: V, key: string, found: readonly Finding[]): V {
  const before = view.findings ?? {}
  const whole = before[key]?.filter((one) => one.code === 'inconsistent') ?? []
  const { [key]: _old, ...others } = before
  const now = [...found, ...whole]
  const findings = now.length > 0 ? { ...others, [key]: now } : others
  return { ...view, findings, ...count(findings) }
}

/** The text as a finding would have it; null where only a person can tell. */
export function mended(text: string, { code, suggestion, target }: Finding): string | null {
  const better = suggestion?.[0]
  if (better === undefined) return null
  if (code !== 'glossary') return better === text ? null : better
  const place = target?.[0]
  return place && place.end <= text.length ? text.slice(0, place.start) + better + text.slice(place.end) : null
}

/** Whether confirming would mend the typography: the suggestion is then a whole text. */
export function fixable(findings: readonly Finding[]): boolean {
  return findings.some((one) => one.code !== 'glossary' && (one.suggestion?.length ?? 0) > 0)
}

export type Fix = 'spaces' | 'quotes' | 'apostrophes' | 'signs'

const noBreak = /[\u00a0\u202f]/

/** How many of each kind confirming has mended, in the order in which they are told. */
export function fixes(edits: readonly Schemas['Edit'][]): { kind: Fix; count: number }[] {
  const kindOf = ({ code, was, now }: Schemas['Edit']): Fix => {
    if (noBreak.test(now) && !noBreak.test(was)) return 'spaces'
    if (code === 'quotes') return 'quotes'
    if (code === 'apostrophe') return 'apostrophes'
    return 'signs'
  }
  const kinds = edits.map(kindOf)
  return (['spaces', 'quotes', 'apostrophes', 'signs'] as const)
    .map((kind) => ({ kind, count: kinds.filter((one) => one === kind).length }))
    .filter((one) => one.count > 0)
}
