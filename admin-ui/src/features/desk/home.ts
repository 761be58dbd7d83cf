import { queryOptions } from '@tanstack/react-query'
import { answer, api, type ContentLocale, type Schemas, type Session } from '@/api/client'
import { keys } from '@/api/keys'

export const groupKinds = ['changed', 'review', 'due', 'assigned', 'drafts', 'approved', 'missing'] as const
export type GroupKind = (typeof groupKinds)[number]

export interface HomeItem {
  entry: string
  locale: string
  title: string
  type: string
  source_locale: string
  counts?: Schemas['CountsView']
  due_at?: string
  assignee?: string
}

export interface HomeGroup {
  kind: GroupKind
  total: number
  items: HomeItem[]
}

/** Items a group shows; its total counts all. */
const shown = 20
const week = 7 * 86_400_000

/** The languages somebody was granted anything in, in the order of the strip. */
export function ownLocales(session: Session, locales: readonly string[]): string[] {
  const granted = session.grants.map((g) => g.locale)
  return granted.includes('*') ? [...locales] : locales.filter((code) => granted.includes(code))
}

const kindOf: Record<string, GroupKind> = {
  changed: 'changed',
  stale: 'changed',
  changes_requested: 'drafts',
  draft: 'drafts',
  in_review: 'review',
  approved: 'approved',
  missing: 'missing',
}

/** Puts the queues of several languages together by what is to be done. */
export function grouped(queues: readonly Schemas['QueuePage'][], me: string, now: number): HomeGroup[] {
  const groups = new Map<GroupKind, HomeGroup>(groupKinds.map((kind) => [kind, { kind, total: 0, items: [] }]))
  const add = (kind: GroupKind | undefined, item: HomeItem) => {
    if (kind) groups.get(kind)?.items.push(item)
  }
  for (const queue of queues) {
    for (const item of queue.data) {
      const own = { ...item, locale: queue.locale }
      add(kindOf[item.kind], own)
      if (item.due_at && Date.parse(item.due_at) - now < week) add('due', own)
      if (item.assignee === me) add('assigned', own)
    }
    for (const [kind, total] of Object.entries(queue.totals)) {
      const group = groups.get(kindOf[kind] ?? 'missing')
      if (group) group.total += total
    }
  }
  for (const kind of ['due', 'assigned'] as const) {
    const group = groups.get(kind)
    if (group) group.total = group.items.length
  }
  return [...groups.values()].filter((g) => g.items.length > 0).map((g) => ({ ...g, items: g.items.slice(0, shown) }))
}

/** What waits for a person, by what is to be done, the most urgent first. */
export function homeQuery(session: Session, locales: readonly string[]) {
  return queryOptions({
    queryKey: [...keys.queue('*'), 'home', locales] as const,
    queryFn: async () => {
      const page = (locale: string) => answer(api.GET('/api/desk/queues/{locale}', { params: { path: { locale: locale as ContentLocale }, query: { size: 100 } } }))
      return grouped(await Promise.all(locales.map(page)), session.user.id, Date.now())
    },
    staleTime: 30_000,
  })
}
