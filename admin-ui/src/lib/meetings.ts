// The places where two changed texts meet, as somebody decides about them. Pure.
import { at, put, type Conflict, type Json } from './merge'

export interface Meeting {
  key: string
  /** The name of the field, and of the item it belongs to. */
  label: string
  mine: Json
  theirs: Json
  /** Plain text and the inside of a paragraph can be joined by hand; of a value one or the other is had. */
  kind: 'text' | 'inline' | 'value'
  /** What a paragraph may cite. */
  sources?: readonly { id: string; number: number; title: string }[]
}

export type Decision = { choice: 'mine' | 'theirs' } | { choice: 'edit'; value: Json }

export function decisionFor(value: Json): Decision {
  return { choice: 'edit', value }
}

interface Node {
  type?: string
  text?: string
  content?: Json
}

function isNode(value: Json): value is Node & { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The inside of a paragraph: texts with their marks. */
export function isInline(value: Json): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((one: Json) => isNode(one) && typeof one.text === 'string')
}

export function kindOf(mine: Json, theirs: Json): Meeting['kind'] {
  if ([mine, theirs].every((one) => one === undefined || one === null || typeof one === 'string')) return 'text'
  return [mine, theirs].every((one) => one === undefined || isInline(one)) ? 'inline' : 'value'
}

const silent = new Set(['id', 'type', 'attrs', 'marks', 'kind'])

/** What a value says, for comparing: the words of a text, or the values of a record. Empty if it is gone. */
export function textOf(value: Json): string {
  if (value === null || value === undefined) return ''
  if (typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return value.map((one: Json) => textOf(one)).join(isInline(value) ? '' : '\n')
  const record = value as { readonly [key: string]: Json }
  if (typeof record.text === 'string' && record.type === 'text') return record.text
  return Object.entries(record)
    .filter(([key]) => !silent.has(key))
    .map(([, inner]) => textOf(inner))
    .filter(Boolean)
    .join(record.type === 'doc' ? '\n' : ' ')
}

interface Doc {
  type?: string
  content?: Doc[]
  text?: string
}

/** The inside of a paragraph as a document of its own, for an editor. */
export function asDoc(value: Json): Doc {
  return { type: 'doc', content: [{ type: 'paragraph', ...(isInline(value) ? { content: value as unknown as Doc[] } : {}) }] }
}

/** What was written in that editor, as the inside of one paragraph again. */
export function inlineOf(doc: Doc | undefined): Json {
  const blocks = (doc?.content ?? []).map((one) => one.content ?? []).filter((one) => one.length > 0)
  return blocks.flatMap((one, index) => (index > 0 ? [{ type: 'text', text: ' ' }, ...one] : one)) as unknown as Json
}

/** The text with each place as it was decided; one's own words stand where they were kept. */
export function decided<T extends object>(text: T, conflicts: readonly Conflict[], decisions: ReadonlyMap<string, Decision>): T {
  let out = text
  for (const one of conflicts) {
    const decision = decisions.get(keyOf(one))
    if (decision?.choice === 'theirs') out = put(out, one.path, one.theirs)
    if (decision?.choice === 'edit') out = put(out, one.path, decision.value)
  }
  return out
}

export function keyOf(conflict: Conflict): string {
  return conflict.path.join('/')
}

/** The places of a collision as they are now: a person may go on writing before she decides. */
export function meetingsOf(text: object, conflicts: readonly Conflict[], labelOf: (path: readonly string[]) => string, sources: Meeting['sources']): Meeting[] {
  return conflicts.map((one) => {
    const mine = at(text as Json, one.path)
    return { key: keyOf(one), label: labelOf(one.path), mine, theirs: one.theirs, kind: kindOf(mine, one.theirs), ...(sources ? { sources } : {}) }
  })
}
