// What the matrix shows, as it stands in the address: every view is a link.

export interface Filters {
  type?: string
  locale?: string
  state?: 'missing' | 'draft' | 'in_review' | 'approved'
  live?: 'true' | 'false'
  stale?: true
  assignee?: string
  country?: string
  archived?: true
  /** Letters of the title. */
  q?: string
}

const states = ['missing', 'draft', 'in_review', 'approved']

function word(value: unknown, most = 100): string | undefined {
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && text !== '' && text.length <= most ? text : undefined
}

/** Reads the address; what is no filter is passed over, so that an old link still shows something. */
export function readFilters(search: Record<string, unknown>): Filters {
  const out: Filters = {}
  for (const name of ['type', 'locale', 'assignee', 'country', 'q'] as const) {
    const value = word(search[name])
    if (value) out[name] = value
  }
  const state = word(search.state)
  if (state && states.includes(state)) out.state = state as NonNullable<Filters['state']>
  if (search.live === 'true' || search.live === true) out.live = 'true'
  if (search.live === 'false' || search.live === false) out.live = 'false'
  if (search.stale === true || search.stale === 'true') out.stale = true
  if (search.archived === true || search.archived === 'true') out.archived = true
  return out
}

/** How many filters narrow the list, apart from the type. */
export function narrowing(filters: Filters): number {
  return Object.keys(filters).filter((name) => name !== 'type').length
}
