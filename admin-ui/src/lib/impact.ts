// What a change of a text asks of its translators, as somebody declares
// sentences of it minor: the server counts, this takes away. Pure.

export interface ImpactChange {
  key: string
  op: string
  words: number
  /** Languages whose translation of it would be out of date. */
  stale: readonly string[]
}

export interface LanguageImpact {
  locale: string
  /** The relay that has to catch up first, if there is one. */
  via?: string
  segments: number
  words: number
}

export interface Impact {
  changes: readonly ImpactChange[]
  languages: readonly LanguageImpact[]
  pace: { words_per_minute: number; minutes_per_segment: number }
}

export interface Remaining {
  /** Words that somebody would have to look at, each counted once. */
  words: number
  /** Languages with work, those that follow a relay among them. */
  languages: string[]
  /** Of all languages together that follow this text themselves. */
  minutes: number
}

/** The sentences about which there is something to declare: a new one is work in any case. */
export function declarable<T extends ImpactChange>(changes: readonly T[]): T[] {
  return changes.filter((one) => one.op === 'changed')
}

/** What is left to translators when these sentences are minor. */
export function remaining(impact: Impact, minor: ReadonlySet<string>): Remaining {
  const spared = declarable(impact.changes).filter((one) => minor.has(one.key))
  const own = impact.languages
    .filter((one) => !one.via)
    .map((one) => {
      const less = spared.filter((change) => change.stale.includes(one.locale))
      return { locale: one.locale, segments: one.segments - less.length, words: one.words - less.reduce((sum, change) => sum + change.words, 0) }
    })
  const busy = new Set(own.filter((one) => one.segments > 0).map((one) => one.locale))
  // Whoever follows a relay has work when the relay has. Relays come before those who follow them.
  for (const one of impact.languages) if (one.via && busy.has(one.via)) busy.add(one.locale)
  const { words_per_minute: pace, minutes_per_segment: each } = impact.pace
  const asked = impact.changes.filter((one) => one.op === 'added' || (one.op === 'changed' && one.stale.length > 0 && !minor.has(one.key)))
  return {
    words: busy.size === 0 ? 0 : asked.reduce((sum, one) => sum + one.words, 0),
    languages: [...busy],
    minutes: own.reduce((sum, one) => sum + Math.ceil(one.words / pace + one.segments * each), 0),
  }
}
