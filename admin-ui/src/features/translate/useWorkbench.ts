import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { answer, api, placeOf, type Schemas } from '@/api/client'
import { keys } from '@/api/keys'
import type { Code } from '@/lib/segmentText'
import { fixable, type Finding } from './findings'
import { helpQuery } from './useHelp'

type Checked = Schemas['SegmentsView']
/** A translation; what the checks found comes with a read only. */
export type Segments = Schemas['ContentSegmentsView'] & Partial<Pick<Checked, 'findings' | 'errors' | 'warnings'>>
export type Fixed = Schemas['Fixed']
export type Segment = Schemas['SegmentView']

export interface Written {
  text: string
  inline: Code[]
  /** As a machine wrote it, without a change. */
  machine?: boolean
  /** The text of the server that this one replaces, by its hash; kept with it in this browser. */
  over?: string
}

/** What to go on with in a language. */
export const nextQuery = (locale: string, except: string) =>
  queryOptions({
    queryKey: ['queue', locale, 'next', except],
    queryFn: () => answer(api.GET('/api/desk/queues/{locale}/next', { params: { path: { locale: placeOf('', locale).locale }, query: { except } } })),
  })

export interface Workbench {
  /** Saves what is typed, as a draft; the source it was made from stays. */
  type: (segment: Segment, written: Written, ifHash: string) => Promise<Segments>
  /** Saves and confirms: the text says what the newest source says. Its typography is mended. */
  confirm: (segment: Segment, written: Written, ifHash: string) => Promise<Segments>
  /** Confirms again, with the typography as it was typed. */
  unfix: (fixed: Fixed) => Promise<Segments>
  mark: (action: 'still_right' | 'undo' | 'confirm', segment: Segment) => Promise<Segments>
  leaveEmpty: (segment: Segment, ifHash: string) => Promise<Segments>
  /** Sets a warning aside until its source changes, or takes that back. */
  aside: (action: 'dismiss' | 'restore', segment: Segment, finding: Finding) => Promise<Segments>
}

type Place = ReturnType<typeof placeOf>

interface Change {
  key: string
  /** Given the translation as it is when the change is made. */
  change: (now: Segments | undefined) => Promise<Segments>
  /** It leaves the texts alone. */
  beside?: boolean
}

/** The hash to compare with. Taking in a newer base gives a text that nobody touched another one. */
function hashOf(now: Segments | undefined, { key, target }: Segment, ifHash: string): string {
  const own = now?.segments.find((one) => one.key === key)?.target
  return own && ifHash === target.hash && own.text === target.text ? own.hash : ifHash
}

/** The requests that change a translation. */
function requests(path: Place) {
  const params = { path }
  return {
    load: () => answer(api.POST('/api/desk/entries/{id}/documents/{locale}/{verb}', { params: { path: { ...path, verb: 'load' } }, body: {} })),
    read: () => answer(api.GET('/api/desk/entries/{id}/documents/{locale}/segments', { params })),
    put: (segment: Schemas['SegmentInput']) =>
      answer(api.PUT('/api/desk/entries/{id}/documents/{locale}/segments', { params, body: { segments: [segment] } })),
    mark: (action: 'still_right' | 'undo' | 'confirm', { key, source_hash }: Segment) =>
      answer(api.POST('/api/desk/entries/{id}/documents/{locale}/segments/{action}', { params: { path: { ...path, action } }, body: { marks: [{ key, source_hash }] } })),
    aside: (action: 'dismiss' | 'restore', { key, source_hash }: Segment, { code, fingerprint }: Finding) => {
      const body = { key, source_hash, code, fingerprint }
      return answer(
        action === 'dismiss'
          ? api.POST('/api/desk/entries/{id}/documents/{locale}/checks/dismiss', { params, body })
          : api.POST('/api/desk/entries/{id}/documents/{locale}/checks/restore', { params, body }),
      )
    },
  }
}

/** The changes that a translator makes. Each answers the whole translation as it then is. */
export function useWorkbench(id: string, locale: string, view: Segments | undefined): Workbench {
  const client = useQueryClient()
  const send = requests(placeOf(id, locale))
  const viewRef = useRef(view)
  useEffect(() => {
    viewRef.current = view
  }, [view])
  const keep = (fresh: Segments, key: string) => {
    client.setQueriesData<Segments>({ queryKey: keys.segments(id, locale) }, (old) => (old ? withReads(fresh, old) : fresh))
    viewRef.current = fresh
    for (const stale of [keys.document(id, locale), keys.entry(id), keys.help(id, locale, key)]) void client.invalidateQueries({ queryKey: stale })
    return fresh
  }
  const { mutateAsync } = useMutation({
    mutationFn: async ({ key, change, beside = false }: Change) => {
      // A read that is under way knows less than what comes back now.
      await client.cancelQueries({ queryKey: keys.segments(id, locale) })
      const now = viewRef.current
      // A text made from an older base takes in the newest one with the first change.
      const behind = !beside && now?.made_from && now.made_from !== now.base && now.state !== 'missing'
      return keep(await change(behind ? await send.load().then(send.read) : now), key)
    },
  })
  const put = (segment: Segment, written: Written, ifHash: string, from: string, state: 'draft' | 'translated' | 'left_empty' | 'machine') =>
    mutateAsync({
      key: segment.key,
      change: (now) => send.put({ key: segment.key, text: written.text, inline: written.inline as never, from, if_hash: hashOf(now, segment, ifHash), state }),
    })
  const mark: Workbench['mark'] = (action, segment) => mutateAsync({ key: segment.key, change: () => send.mark(action, segment) })
  return {
    type: (segment, written, ifHash) => put(segment, written, ifHash, segment.target.from ?? segment.source_hash, written.machine ? 'machine' : 'draft'),
    confirm: async (segment, written, ifHash) => {
      const saved = await put(segment, written, ifHash, segment.source_hash, 'translated')
      // What there is to mend only the checks know; without their answer the text is confirmed all the same.
      const help = await client.fetchQuery({ ...helpQuery(id, locale, segment.key), staleTime: 0 }).catch(() => null)
      return help && fixable(help.findings) ? mark('confirm', segment) : saved
    },
    unfix: (fixed) => {
      const segment = viewRef.current?.segments.find((one) => one.key === fixed.key)
      if (!segment) return Promise.reject(new Error(fixed.key))
      return put(segment, { text: fixed.before, inline: segment.target.inline ?? [] }, segment.target.hash, segment.source_hash, 'translated')
    },
    mark,
    leaveEmpty: (segment, ifHash) => put(segment, { text: '', inline: [] }, ifHash, segment.source_hash, 'left_empty'),
    aside: (action, segment, finding) => mutateAsync({ key: segment.key, change: () => send.aside(action, segment, finding), beside: true }),
  }
}

/** What only a read gives stays on the screen after a write. */
function withReads(fresh: Segments, old: Segments): Segments {
  const before = new Map(old.segments.map((one) => [one.key, one]))
  const { findings, errors, warnings } = old
  return {
    ...(findings ? { findings, errors: errors ?? 0, warnings: warnings ?? 0 } : {}),
    ...fresh,
    segments: fresh.segments.map((one) => {
      const was = before.get(one.key)
      return {
        ...one,
        ...(was?.references && !one.references ? { references: was.references } : {}),
        ...(was?.former && !one.former ? { former: was.former } : {}),
        ...(was?.change && !one.change && one.stale ? { change: was.change } : {}),
      }
    }),
  }
}
