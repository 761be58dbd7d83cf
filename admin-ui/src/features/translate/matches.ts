import type { Schemas } from '@/api/client'

export type Match = Schemas['Match']

/** The lowest score that helps. */
const least = 70
const most = 5

export interface Numbered {
  /** Left out for the approved text from before. */
  match?: Match
  text: string
}

/**
 * What is taken with Ctrl+1 to 5: the approved text from before, then the memory,
 * best first, no text twice. What the memory has of this very place is that text.
 */
export function numbered(former: string | undefined, matches: readonly Match[], place: { entry: string; key: string }): Numbered[] {
  const all: Numbered[] = former === undefined ? [] : [{ text: former }]
  for (const match of matches) {
    const own = match.entry === place.entry && match.key === place.key
    if (!own && match.score >= least && !all.some((one) => one.text === match.target)) all.push({ match, text: match.target })
  }
  return all.slice(0, most)
}
