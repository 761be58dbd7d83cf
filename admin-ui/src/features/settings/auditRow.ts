// What a row of the audit log is about, taken apart for the screen and the file.
import type { Schemas } from '@/api/client'

export type Row = Schemas['AuditRow']

/** Acts that the interface has words for; every other is shown by the name that the server gives it. */
export const acts = [
  'sign_in', 'password.change', 'link.invitation', 'link.reset', 'link.accept', 'user.create', 'user.update', 'user.disable', 'user.enable',
  'grant.add', 'grant.revoke', 'token.create', 'token.revoke', 'sessions.end',
] as const

/** The account an object names, and what more it says: "user:1 editor locale:el". */
export function accountOf(object: string): { id: string; rest: string } | null {
  const found = /^user:(\S+)\s*(.*)$/.exec(object)
  return found?.[1] ? { id: found[1], rest: found[2] ?? '' } : null
}

export const columns = ['time', 'person', 'act', 'object', 'outcome', 'code', 'address', 'request'] as const

/** The row as the file holds it: times in UTC, acts by their stable names. */
export function cells(row: Row): string[] {
  return [row.at, row.actor_name || row.actor, row.action, row.object, row.outcome, row.code, row.peer, row.request_id]
}
