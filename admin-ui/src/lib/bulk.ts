// Verbs over many documents: what they are about, what became of each, and the
// way back. Pure; the sending is in ui/work.

/** One text that a verb is about, as it was before. */
export interface Target {
  entry: string
  locale: string
  title: string
  source: string
  revision?: string
  assignee?: string
  due?: string
}

export interface Result extends Target {
  outcome: 'done' | 'skipped' | 'failed'
  code?: string
  /** In the words of the server. */
  message?: string
}

export type Job =
  | { verb: 'assign'; assignee: string }
  | { verb: 'due'; due: string | null }
  | { verb: 'take' }
  | { verb: 'hand_over'; assignee: string; comment?: string }
  | { verb: 'submit'; comment?: string; minor?: boolean }
  | { verb: 'withdraw' }
  | { verb: 'snooze'; until: string | null }

interface Row {
  id: string
  title: string
  source_locale: string
  documents: readonly { locale: string; revision?: string; assignee?: string; due_at?: string }[]
}

/**
 * The texts of the chosen entries in the chosen languages, and nothing else: a
 * verb never widens to other languages. What a type does not have is skipped.
 */
export function targetsOf(rows: readonly Row[], locales: readonly string[]): { targets: Target[]; skipped: Result[] } {
  const targets: Target[] = []
  const skipped: Result[] = []
  for (const row of rows) {
    for (const locale of locales) {
      const doc = row.documents.find((one) => one.locale === locale)
      const target: Target = { entry: row.id, locale, title: row.title, source: row.source_locale }
      if (!doc) {
        skipped.push({ ...target, outcome: 'skipped', code: 'not_in_type' })
        continue
      }
      if (doc.revision) target.revision = doc.revision
      if (doc.assignee) target.assignee = doc.assignee
      if (doc.due_at) target.due = doc.due_at
      targets.push(target)
    }
  }
  return { targets, skipped }
}

export function inChunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size))
}

export function tally(results: readonly Result[]): Record<Result['outcome'], number> {
  const sum = { done: 0, skipped: 0, failed: 0 }
  for (const one of results) sum[one.outcome] += 1
  return sum
}

/** What a person has to read first: what failed, then what was left alone. */
export function inOrder(results: readonly Result[]): Result[] {
  const place = { failed: 0, skipped: 1, done: 2 }
  return results.toSorted((a, b) => place[a.outcome] - place[b.outcome])
}

/** The results after some of them were tried again. */
export function withRetried(results: readonly Result[], again: readonly Result[]): Result[] {
  const key = (one: Result) => `${one.entry}/${one.locale}`
  const fresh = new Map(again.map((one) => [key(one), one]))
  return results.map((one) => fresh.get(key(one)) ?? one)
}

export interface Step {
  job: Job
  targets: Target[]
}

function grouped<K>(targets: readonly Target[], by: (one: Target) => K): Map<K, Target[]> {
  const out = new Map<K, Target[]>()
  for (const one of targets) out.set(by(one), [...(out.get(by(one)) ?? []), one])
  return out
}

/** The way back from what was done, or null where there is none. */
export function backwards(job: Job, results: readonly Result[]): Step[] | null {
  const done = results.filter((one) => one.outcome === 'done')
  if (done.length === 0) return null
  switch (job.verb) {
    case 'assign':
      return [...grouped(done, (one) => one.assignee ?? '')].map(([assignee, targets]) => ({ job: { verb: 'assign', assignee }, targets }))
    case 'due':
      return [...grouped(done, (one) => one.due ?? null)].map(([due, targets]) => ({ job: { verb: 'due', due }, targets }))
    case 'take':
      return [{ job: { verb: 'hand_over', assignee: '' }, targets: done }]
    case 'submit':
      return [{ job: { verb: 'withdraw' }, targets: done }]
    case 'snooze':
      return [{ job: { verb: 'snooze', until: null }, targets: done }]
    default:
      return null
  }
}

/** The chosen ones after one was pressed; with a range, everything from the last press on. */
export function choose(chosen: ReadonlySet<string>, order: readonly string[], id: string, from: string | null): Set<string> {
  const next = new Set(chosen)
  const on = !chosen.has(id)
  const start = from === null ? -1 : order.indexOf(from)
  const end = order.indexOf(id)
  const span = start < 0 || end < 0 ? [id] : order.slice(Math.min(start, end), Math.max(start, end) + 1)
  for (const one of span) {
    // A range takes over what the first press did to its beginning.
    if (start < 0 ? on : chosen.has(from ?? '')) next.add(one)
    else next.delete(one)
  }
  return next
}
