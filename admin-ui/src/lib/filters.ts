// What the matrix shows, as it stands in the address: every view is a link.

export interface Filters {
  type?: string
  locale?: string
  state?: 'missing' | 'draft' | 'in_review' | 'approved'
  live?: 'true' | 'false'
  stale?: true
  /** The id of a person, or me, or none. */
  assignee?: string
  country?: string
  /** The id of a policy area. */
  area?: string
  due?: 'overdue' | 'week' | 'month'
  /** Only what needs work in one's own languages. */
  mine?: true
  /** Everything, said on purpose: a translator begins with her own work. */
  all?: true
  archived?: true
  /** Letters of the title. */
  q?: string
}

const states = ['missing', 'draft', 'in_review', 'approved']
const dues = ['overdue', 'week', 'month']

function word(value: unknown, most = 100): string | undefined {
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && text !== '' && text.length <= most ? text : undefined
}

/** Reads the address; what is no filter is passed over, so that an old link still shows something. */
export function readFilters(search: Record<string, unknown>): Filters {
  const out: Filters = {}
  for (const name of ['type', 'locale', 'assignee', 'country', 'area', 'q'] as const) {
    const value = word(search[name])
    if (value) out[name] = value
  }
  const state = word(search.state)
  if (state && states.includes(state)) out.state = state as NonNullable<Filters['state']>
  const due = word(search.due)
  if (due && dues.includes(due)) out.due = due as NonNullable<Filters['due']>
  if (search.live === 'true' || search.live === true) out.live = 'true'
  if (search.live === 'false' || search.live === false) out.live = 'false'
  for (const name of ['stale', 'mine', 'all', 'archived'] as const) {
    if (search[name] === true || search[name] === 'true') out[name] = true
  }
  return out
}

/** How many filters narrow the list, apart from the type. */
export function narrowing(filters: Filters): number {
  return Object.keys(filters).filter((name) => name !== 'type' && name !== 'all').length
}

/** The filters as a saved view keeps them: the same filters are always the same text. */
export function writeFilters(filters: Filters): string {
  return new URLSearchParams(Object.entries(filters).filter(([name]) => name !== 'all').map(([name, value]): [string, string] => [name, String(value)]).sort(([a], [b]) => a.localeCompare(b))).toString()
}

export function readView(query: string): Filters {
  const filters = readFilters(Object.fromEntries(new URLSearchParams(query)))
  return Object.keys(filters).length > 0 ? filters : { all: true }
}

const days: Record<NonNullable<Filters['due']>, number> = { overdue: 0, week: 7, month: 31 }

/** The filters as the server takes them. Letters of the title are compared here. */
export function asQuery({ q: _q, all: _all, assignee, area, due, ...same }: Filters, me: string, now = Date.now()) {
  return {
    ...same,
    ...(assignee === 'none' ? { unassigned: true } : assignee ? { assignee: assignee === 'me' ? me : assignee } : {}),
    ...(area ? { related: area } : {}),
    ...(due ? { due_before: new Date(now + days[due] * 86_400_000).toISOString() } : {}),
  }
}

/** What the audit log shows. */
export interface AuditFilters {
  actor?: string
  action?: string
  outcome?: 'ok' | 'refused'
}

export function readAuditFilters(search: Record<string, unknown>): AuditFilters {
  const out: AuditFilters = {}
  const actor = word(search.actor)
  const action = word(search.action)
  if (actor) out.actor = actor
  if (action) out.action = action
  if (search.outcome === 'ok' || search.outcome === 'refused') out.outcome = search.outcome
  return out
}
