// Naming somebody in a comment: "@" and the beginning of a name. Pure.

export interface Named {
  id: string
  name: string
}

const before = /(^|[\s(])@([\p{L}\p{M}.'’-]*(?: [\p{L}\p{M}.'’-]+)?)$/u

/** What is typed after the @ that the caret stands behind; null where nobody is being named. */
export function asked(text: string, caret: number): { from: number; words: string } | null {
  const found = before.exec(text.slice(0, caret))
  if (!found) return null
  return { from: found.index + (found[1] ?? '').length, words: found[2] ?? '' }
}

const bare = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase()

/** The people one of whose names begins like this, at most as many as a list shows. */
export function suggested<T extends Named>(people: readonly T[], words: string, most = 6): T[] {
  const start = bare(words)
  return people.filter(({ name }) => bare(name).startsWith(start) || bare(name).split(/[\s-]+/).some((part) => part.startsWith(start))).slice(0, most)
}

/** Puts a name in the place of what was typed of it; the caret comes behind. */
export function put(text: string, from: number, caret: number, name: string): { text: string; caret: number } {
  const rest = text.slice(caret)
  const named = `@${name}${/^(?!.)|^[\p{L}\p{N}]/u.test(rest) ? ' ' : ''}`
  return { text: text.slice(0, from) + named + rest, caret: from + named.length + (rest.startsWith(' ') ? 1 : 0) }
}

/** Where people are named, in the order of the text. The longest name counts: "@Anna Maria" is not Anna. */
export function places<T extends Named>(text: string, people: readonly T[]): { from: number; to: number; person: T }[] {
  const longest = [...people].sort((a, b) => b.name.length - a.name.length)
  const out: { from: number; to: number; person: T }[] = []
  for (const at of text.matchAll(/@/g)) {
    const rest = text.slice(at.index + 1)
    const person = longest.find(({ name }) => name !== '' && rest.startsWith(name) && !/^[\p{L}\p{M}]/u.test(rest.slice(name.length)))
    if (person) out.push({ from: at.index, to: at.index + 1 + person.name.length, person })
  }
  return out
}

/** The ids of those whom a text names, each once. */
export function mentioned(text: string, people: readonly Named[]): string[] {
  return [...new Set(places(text, people).map(({ person }) => person.id))]
}
