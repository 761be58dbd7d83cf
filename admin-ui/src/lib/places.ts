// Where something stands in a text. The server names places by ids, which stay
// (a field, "item.field", the id of a block); the form names them by positions
// ("sections/2/body"). Pure.

type Values = Readonly<Record<string, unknown>>

interface Node {
  id?: unknown
  type?: unknown
  attrs?: { id?: unknown }
  content?: unknown
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isDoc(value: unknown): value is Node {
  return isNode(value) && value.type === 'doc'
}

/** True if a block of this id is somewhere in the rich text. */
function holds(node: unknown, id: string): boolean {
  if (!isNode(node)) return false
  if (node.attrs?.id === id) return true
  return Array.isArray(node.content) && node.content.some((inner) => holds(inner, id))
}

function within(name: string, items: readonly unknown[], head: string, rest: readonly string[]): string | null {
  for (const [index, item] of items.entries()) {
    if (!isNode(item)) continue
    if (item.id === head) return [name, String(index), ...rest].join('/')
    for (const [member, value] of Object.entries(item)) if (isDoc(value) && holds(value, head)) return `${name}/${index}/${member}`
  }
  return null
}

/** The path in the form of what the server names; null if it is no longer there. */
export function pathOf(values: Values, key: string): string | null {
  if (key === '') return null
  const [head = '', ...rest] = key.split('.')
  if (head in values) return head
  for (const [name, value] of Object.entries(values)) {
    if (isDoc(value) && holds(value, head)) return name
    const found = Array.isArray(value) ? within(name, value, head, rest) : null
    if (found) return found
  }
  return null
}

/** The server's name for a path of the form. */
export function keyOf(values: Values, path: string): string {
  const [name = '', index, ...rest] = path.split('/')
  if (index === undefined) return name
  const list = values[name]
  const item: unknown = Array.isArray(list) ? list[Number(index)] : undefined
  if (!isNode(item) || typeof item.id !== 'string') return name
  return [item.id, ...rest].join('.')
}

/** Things by the paths of their places, the fields around a place among them; those whose place is gone are left out. */
export function byPath<T>(values: Values, things: readonly T[], key: (thing: T) => string | undefined): Map<string, T[]> {
  const found = new Map<string, T[]>()
  for (const thing of things) {
    const path = pathOf(values, key(thing) ?? '')
    if (path !== null) found.set(path, [...(found.get(path) ?? []), thing])
  }
  return found
}
