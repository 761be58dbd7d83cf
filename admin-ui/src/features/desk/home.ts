import { queryOptions } from '@tanstack/react-query'
import { answer, api, placeOf, type Schemas } from '@/api/client'
import { keys } from '@/api/keys'
import type { Target } from '@/lib/bulk'
import { daysUntil } from '@/lib/dates'

export type Home = Schemas['Home']
export type HomeItem = Schemas['HomeItem']
export type Mention = Schemas['MentionOf']

const groupKinds = ['changed', 'review', 'due', 'assigned', 'drafts', 'waiting', 'feedback', 'snoozed'] as const
export type GroupKind = (typeof groupKinds)[number]
export type HomeGroup = Schemas['HomeGroup'] & { kind: GroupKind }

export const tabs = ['me', 'due', 'mentions', 'waiting'] as const
export type Tab = (typeof tabs)[number]

const shown: Record<Exclude<Tab, 'mentions'>, readonly GroupKind[]> = {
  me: ['changed', 'review', 'assigned', 'drafts', 'feedback', 'snoozed'],
  due: ['due'],
  waiting: ['waiting'],
}

/** What waits for this person, the most urgent first. */
export const homeQuery = queryOptions({
  queryKey: keys.home,
  queryFn: () => answer(api.GET('/api/desk/home')),
  staleTime: 30_000,
})

/** What became of the words that this person submitted. */
export const feedbackQuery = (entry: string, locale: string) =>
  queryOptions({
    queryKey: [...keys.history(entry, locale), 'feedback'] as const,
    queryFn: () => answer(api.GET('/api/desk/entries/{id}/documents/{locale}/feedback', { params: { path: placeOf(entry, locale) } })),
    staleTime: 5 * 60_000,
  })

/** The groups that hold something; a kind that this version does not know is left to the next. */
export function filled(groups: readonly Schemas['HomeGroup'][]): HomeGroup[] {
  return groups.filter((g): g is HomeGroup => g.total > 0 && (groupKinds as readonly string[]).includes(g.kind))
}

/** What the first tab shows before the mentions; the rest follows them. */
const beforeMentions: readonly GroupKind[] = ['changed', 'review', 'assigned']

/** The groups of a tab. */
export function groupsOf(home: Pick<Home, 'groups'>, tab: Exclude<Tab, 'mentions'>): HomeGroup[] {
  return filled(home.groups).filter((g) => shown[tab].includes(g.kind))
}

/** The first tab in its order: the mentions stand between what others wait for and her own drafts. */
export function aroundMentions(groups: readonly HomeGroup[]): [HomeGroup[], HomeGroup[]] {
  return [groups.filter((g) => beforeMentions.includes(g.kind)), groups.filter((g) => !beforeMentions.includes(g.kind))]
}

function total(home: Pick<Home, 'groups'>, kinds: readonly GroupKind[]): number {
  return filled(home.groups).reduce((sum, g) => sum + (kinds.includes(g.kind) ? g.total : 0), 0)
}

/** How much each tab holds. What became of her words, and what she has put off, asks for nothing. */
export function countsOf(home: Home): Record<Tab, number> {
  return {
    me: total(home, ['changed', 'review', 'assigned', 'drafts']) + home.mentions.total,
    due: total(home, shown.due),
    mentions: home.mentions.total,
    waiting: total(home, shown.waiting),
  }
}

const place = (one: { entry: string; locale: string }) => `${one.entry}/${one.locale}`

/** How many texts and threads there are now that were not on the screen before. */
export function newsIn(before: Home, now: Home): number {
  const known = new Set(before.groups.flatMap((g) => g.items.map((one) => `${g.kind} ${place(one)}`)))
  const threads = new Set(before.mentions.items.map((m) => m.comment))
  const fresh = new Set(
    filled(now.groups)
      .filter((g) => g.kind !== 'snoozed')
      .flatMap((g) => g.items.filter((one) => !known.has(`${g.kind} ${place(one)}`)).map(place)),
  )
  return fresh.size + now.mentions.items.filter((m) => !threads.has(m.comment)).length
}

export function targetOf(item: HomeItem): Target {
  return {
    entry: item.entry,
    locale: item.locale,
    title: item.title,
    source: item.source_locale,
    ...(item.revision ? { revision: item.revision } : {}),
    ...(item.assignee ? { assignee: item.assignee } : {}),
    ...(item.due_at ? { due: item.due_at } : {}),
  }
}

export function late(item: HomeItem): boolean {
  return item.due_at !== undefined && item.due_at !== null && daysUntil(item.due_at) < 0
}
