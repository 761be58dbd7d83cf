// Three-way merge of the field trees of a document: what two people changed in
// different places is put together, what they changed in the same place is
// named. Pure.

export type Json = string | number | boolean | null | undefined | readonly Json[] | { readonly [key: string]: Json }

/** A place in the tree: names of fields, and ids of items in lists. */
export type Path = readonly string[]

export interface Conflict {
  path: Path
  base: Json
  mine: Json
  theirs: Json
}

export interface Merged<T> {
  /** Both sides' changes; in a conflict, mine stands until somebody decides. */
  value: T
  conflicts: Conflict[]
}

type Obj = { readonly [key: string]: Json }
type List = readonly Json[]

function isObject(value: Json): value is Obj {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isList(value: Json): value is List {
  return Array.isArray(value)
}

/** Deep equality; a member that is undefined is one that is not there. */
export function same(a: Json, b: Json): boolean {
  if (a === b) return true
  if (isList(a) && isList(b)) return a.length === b.length && a.every((v, i) => same(v, b[i]))
  if (isObject(a) && isObject(b)) return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((k) => same(a[k], b[k]))
  return false
}

/** The id of a list item or of a block of rich text. */
export function idOf(item: Json): string | undefined {
  if (!isObject(item)) return undefined
  const id = item.id ?? (isObject(item.attrs) ? item.attrs.id : undefined)
  return typeof id === 'string' && id !== '' ? id : undefined
}

/** The items by id, or null if they cannot be told apart by it. */
function byId(value: Json): Map<string, Json> | null {
  if (value === undefined || value === null) return new Map()
  if (!isList(value)) return null
  const items = new Map<string, Json>()
  for (const item of value) {
    const id = idOf(item)
    if (id === undefined || items.has(id)) return null
    items.set(id, item)
  }
  return items
}

function mergeObjects(base: Obj, mine: Obj, theirs: Obj, path: Path, conflicts: Conflict[]): Obj {
  const out: Record<string, Json> = {}
  for (const name of new Set([...Object.keys(mine), ...Object.keys(theirs), ...Object.keys(base)])) {
    const value = mergeAt(base[name], mine[name], theirs[name], [...path, name], conflicts)
    if (value !== undefined) out[name] = value
  }
  return out
}

/**
 * The order of the merged list: mine, with what they added put after the item
 * it follows in their list. If only they re-ordered, theirs.
 */
function order(base: string[], mine: string[], theirs: string[]): string[] {
  const common = (list: string[], of: string[]) => list.filter((id) => of.includes(id))
  const reordered = (list: string[]) => !same(common(list, base), common(base, list))
  const [first, second] = reordered(theirs) && !reordered(mine) ? [theirs, mine] : [mine, theirs]
  const out = [...first]
  second.forEach((id, i) => {
    if (out.includes(id)) return
    const before = second.slice(0, i).findLast((other) => out.includes(other))
    out.splice(before === undefined ? 0 : out.indexOf(before) + 1, 0, id)
  })
  return out
}

function mergeItems(sides: Map<string, Json>[], path: Path, conflicts: Conflict[]): Json[] {
  const [base, mine, theirs] = sides as [Map<string, Json>, Map<string, Json>, Map<string, Json>]
  const out: Json[] = []
  for (const id of order([...base.keys()], [...mine.keys()], [...theirs.keys()])) {
    const value = mergeAt(base.get(id), mine.get(id), theirs.get(id), [...path, id], conflicts)
    if (value !== undefined) out.push(value)
  }
  return out
}

function mergeAt(base: Json, mine: Json, theirs: Json, path: Path, conflicts: Conflict[]): Json {
  if (same(mine, theirs) || same(theirs, base)) return mine
  if (same(mine, base)) return theirs
  if (isObject(mine) && isObject(theirs) && (isObject(base) || base === undefined)) {
    return mergeObjects(base ?? {}, mine, theirs, path, conflicts)
  }
  if (isList(mine) && isList(theirs)) {
    const sides = [base, mine, theirs].map(byId)
    if (sides.every((s) => s !== null)) return mergeItems(sides, path, conflicts)
  }
  conflicts.push({ path, base, mine, theirs })
  // A text somebody wrote outlives its deletion by the other, until somebody decides.
  return mine === undefined ? theirs : mine
}

/** Merges two changed trees over the one that both began with. */
export function merge<T extends object>(base: T, mine: T, theirs: T): Merged<T> {
  const conflicts: Conflict[] = []
  const value = mergeAt(base as Obj, mine as Obj, theirs as Obj, [], conflicts)
  return { value: value as T, conflicts }
}

/** A copy of the tree with the value at a place replaced; undefined takes it away. */
export function put<T extends object>(tree: T, path: Path, value: Json): T {
  return putAt(tree as Obj, path, value) as T
}

function putAt(node: Json, path: Path, value: Json): Json {
  const [name, ...rest] = path
  if (name === undefined) return value
  if (isList(node)) {
    const at = node.findIndex((item) => idOf(item) === name)
    const next = putAt(at < 0 ? undefined : node[at], rest, value)
    if (at < 0) return next === undefined ? node : [...node, next]
    return next === undefined ? node.toSpliced(at, 1) : node.with(at, next)
  }
  const out: Record<string, Json> = { ...(isObject(node) ? node : {}) }
  const next = putAt(out[name], rest, value)
  if (next === undefined) Reflect.deleteProperty(out, name)
  else out[name] = next
  return out
}

/** The value at a place. */
export function at(node: Json, path: Path): Json {
  return path.reduce<Json>((value, name) => {
    if (isList(value)) return value.find((item) => idOf(item) === name)
    return isObject(value) ? value[name] : undefined
  }, node)
}
