import type { Schemas } from '@/api/client'

type Field = Schemas['Field']

/** A field in the order of the table, with the fields above it in its name. */
export interface Placed {
  field: Field
  path: string
  depth: number
}

/** Fields, each followed by those inside it. */
export function flat(fields: readonly Field[], above = '', depth = 0): Placed[] {
  return fields.flatMap((field) => {
    const path = above + field.name
    return [{ field, path, depth }, ...flat(field.fields ?? [], `${path}/`, depth + 1)]
  })
}
