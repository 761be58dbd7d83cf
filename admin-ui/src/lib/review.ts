// What a reviewer reads: the changes between two revisions, in the order of the
// text, with the source beside them. Pure.
import { spansOf } from './segmentText'

export interface Token {
  op: string
  text: string
}

/** A changed segment or value, as the server compares two revisions. */
export interface Change {
  path: string
  field: string
  op: string
  kind?: string
  tokens?: readonly Token[]
  before?: unknown
  after?: unknown
}

export interface SourceSegment {
  key: string
  field: string
  kind: string
  source: string
  target: { text: string }
}

/** One line of a review: what was there, what is there now, what it comes from. */
export interface Row {
  path: string
  /** Name of the field of the content type, without its parts. */
  field: string
  op: 'added' | 'removed' | 'changed' | 'moved' | 'same'
  tokens: Token[]
  /** What was there before, for reading it without the marks. */
  before: string
  source?: string
  /** Nothing that can be read differs: only marks or links do. */
  marksOnly: boolean
}

type Naming = (id: string) => string | undefined

/** The words of a text without its numbered tags. */
export function words(text: string): string {
  return spansOf(text).map((span) => (span.void === undefined ? span.text : ' ')).join('')
}

/** Tokens as they are read: without tags, and without those that then say nothing. */
export function readable(tokens: readonly Token[]): Token[] {
  return tokens.map(({ op, text }) => ({ op, text: words(text) })).filter(({ text }) => text !== '')
}

const id = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const silent = new Set(['id', 'type', 'attrs', 'marks', 'level'])

/** A value of any kind of field in words. Ids of other things are named, or left out. */
export function plainOf(value: unknown, nameOf: Naming = () => undefined): string {
  if (typeof value === 'string') return id.test(value) ? (nameOf(value) ?? '') : value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return value.map((one) => plainOf(one, nameOf)).filter(Boolean).join('\n')
  if (typeof value !== 'object' || value === null) return ''
  const node = value as Record<string, unknown>
  if (Array.isArray(node.content)) {
    const inline = node.content.every((one: unknown) => typeof one === 'object' && one !== null && 'text' in one)
    return node.content.map((one) => plainOf(one, nameOf)).filter(Boolean).join(inline ? '' : '\n')
  }
  return Object.entries(node)
    .filter(([name]) => !silent.has(name))
    .map(([, one]) => plainOf(one, nameOf))
    .filter(Boolean)
    .join(', ')
}

function fieldOf(name: string): string {
  return name.split('.')[0] ?? name
}

function opOf(op: string): Row['op'] {
  return op === 'added' || op === 'removed' || op === 'moved' ? op : 'changed'
}

function rowOf(change: Change, source: string | undefined, nameOf: Naming): Row {
  const op = opOf(change.op)
  const was = plainOf(change.before, nameOf)
  const is = plainOf(change.after, nameOf)
  const values = [
    ...(was ? [{ op: 'removed', text: was }] : []),
    ...(was && is ? [{ op: 'same', text: ' ' }] : []),
    ...(is ? [{ op: 'added', text: is }] : []),
  ]
  const tokens = op === 'moved' ? [] : change.tokens ? readable(change.tokens) : values
  return {
    path: change.path,
    field: fieldOf(change.field),
    op,
    tokens,
    before: change.tokens ? tokens.filter((token) => token.op !== 'added').map((token) => token.text).join('') : was,
    marksOnly: op === 'changed' && tokens.every((token) => token.op === 'same'),
    ...(source === undefined ? {} : { source: words(source) }),
  }
}

interface Text {
  /** What differs; null if there is nothing to compare with. */
  changes: readonly Change[] | null
  /** The source beside the text, for a translation whose newest text this is. */
  segments: readonly SourceSegment[] | null
  /** The whole text, for one that is written. */
  values: Readonly<Record<string, unknown>> | null
  /** Names of the fields, in their order. */
  fields: readonly string[]
  all: boolean
}

/** The rows of a review: only what changed, or the whole text with what changed in its place. */
export function rowsOf({ changes, segments, values, fields, all }: Text, nameOf: Naming = () => undefined): Row[] {
  const sources = new Map(segments?.map((one) => [one.key, one]))
  const changed = (changes ?? []).map((one) => rowOf(one, sources.get(one.path)?.source, nameOf))
  if (changes !== null && !all) return changed
  const taken = new Map(changed.map((row) => [row.path, row]))
  const same = (path: string, field: string, text: string, source?: string): Row => ({
    path, field: fieldOf(field), op: 'same', tokens: text === '' ? [] : [{ op: 'same', text }], before: text, marksOnly: false,
    ...(source === undefined ? {} : { source: words(source) }),
  })
  if (segments) {
    const inPlace = segments.map((one) => taken.get(one.key) ?? same(one.key, one.field, words(one.target.text), one.source))
    return [...inPlace, ...changed.filter((row) => !sources.has(row.path))]
  }
  const whole = fields.flatMap((name) => {
    const own = changed.filter((row) => row.field === name)
    if (own.length > 0) return own
    const text = plainOf(values?.[name], nameOf)
    return text === '' ? [] : [same(name, name, text)]
  })
  return [...whole, ...changed.filter((row) => !fields.includes(row.field))]
}

/** Rows that follow each other in the same field. */
export function byField(rows: readonly Row[]): { field: string; rows: Row[] }[] {
  const groups: { field: string; rows: Row[] }[] = []
  for (const row of rows) {
    const last = groups.at(-1)
    if (last?.field === row.field) last.rows.push(row)
    else groups.push({ field: row.field, rows: [row] })
  }
  return groups
}

/** With what a text is compared: the words of the address, or the id of a revision. */
export function baseOf(wanted: string | undefined, shown: string, has: { published?: string | undefined; approved?: string | undefined }): string | null {
  if (wanted === 'nothing') return null
  if (wanted === 'published') return has.published ?? null
  if (wanted === 'approved') return has.approved ?? null
  if (wanted) return wanted
  if (has.published && has.published !== shown) return has.published
  if (has.approved && has.approved !== shown) return has.approved
  return null
}

interface Revision {
  id: string
  author: string
}

/** The revisions that a filter of the history leaves. */
export function filtered<T extends Revision>(revisions: readonly T[], show: 'all' | 'published' | 'mine', me: string, published: ReadonlySet<string>): T[] {
  if (show === 'mine') return revisions.filter((one) => one.author === me)
  if (show === 'published') return revisions.filter((one) => published.has(one.id))
  return [...revisions]
}
