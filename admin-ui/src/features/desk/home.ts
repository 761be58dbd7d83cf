import { queryOptions } from '@tanstack/react-query'
import { answer, api, type Schemas } from '@/api/client'
import { keys } from '@/api/keys'

export type HomeItem = Schemas['HomeItem']
export type Mention = Schemas['MentionOf']

const groupKinds = ['changed', 'review', 'due', 'assigned', 'drafts', 'waiting'] as const
export type GroupKind = (typeof groupKinds)[number]
export type HomeGroup = Schemas['HomeGroup'] & { kind: GroupKind }

/** What waits for this person, the most urgent first. */
export const homeQuery = queryOptions({
  queryKey: keys.home,
  queryFn: () => answer(api.GET('/api/desk/home')),
  staleTime: 30_000,
})

/** The groups that hold something; a kind that this version does not know is left to the next. */
export function filled(groups: readonly Schemas['HomeGroup'][]): HomeGroup[] {
  return groups.filter((g): g is HomeGroup => g.total > 0 && (groupKinds as readonly string[]).includes(g.kind))
}
