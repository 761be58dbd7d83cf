import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { answer, api, placeOf, type Schemas } from '@/api/client'
import { keys } from '@/api/keys'
import type { Code } from '@/lib/segmentText'

type Checked = Schemas['SegmentsView']
/** A translation; what the checks found comes with a read only. */
export type Segments = Schemas['ContentSegmentsView'] & Partial<Pick<Checked, 'findings' | 'errors' | 'warnings'>>
export type Segment = Schemas['SegmentView']

export interface Written {
  text: string
  inline: Code[]
}

/** A translation beside its source, with one more language for reference. */
export const segmentsQuery = (id: string, locale: string, reference: string) =>
  queryOptions({
    queryKey: [...keys.segments(id, locale), reference],
    queryFn: () =>
      answer(
        api.GET('/api/desk/entries/{id}/documents/{locale}/segments', {
          params: { path: placeOf(id, locale), query: reference === '' ? {} : { reference: [reference] } },
        }),
      ),
  })

/** What to go on with in a language. */
export const nextQuery = (locale: string, except: string) =>
  queryOptions({
    queryKey: ['queue', locale, 'next', except],
    queryFn: () => answer(api.GET('/api/desk/queues/{locale}/next', { params: { path: { locale: placeOf('', locale).locale }, query: { except } } })),
  })

export interface Workbench {
  /** Saves what is typed, as a draft; the source it was made from stays. */
  type: (segment: Segment, written: Written, ifHash: string) => Promise<Segments>
  /** Saves and confirms: the text says what the newest source says. */
  confirm: (segment: Segment, written: Written, ifHash: string) => Promise<Segments>
  mark: (action: 'still_right' | 'undo' | 'confirm', segment: Segment) => Promise<Segments>
  leaveEmpty: (segment: Segment, ifHash: string) => Promise<Segments>
}

/** The changes that a translator makes. Each answers the whole translation as it then is. */
export function useWorkbench(id: string, locale: string, view: Segments | undefined): Workbench {
  const client = useQueryClient()
  const path = placeOf(id, locale)
  const keep = (fresh: Segments) => {
    client.setQueriesData<Segments>({ queryKey: keys.segments(id, locale) }, (old) => (old ? withReferences(fresh, old) : fresh))
    void client.invalidateQueries({ queryKey: keys.document(id, locale) })
    void client.invalidateQueries({ queryKey: keys.entry(id) })
    void client.invalidateQueries({ queryKey: ['help', id, locale] })
    return fresh
  }
  /** A text made from an older base takes in the newest one with the first change. */
  const load = async () => {
    if (!view?.made_from || view.made_from === view.base || view.state === 'missing') return
    await answer(api.POST('/api/desk/entries/{id}/documents/{locale}/{verb}', { params: { path: { ...path, verb: 'load' } }, body: {} }))
  }
  const save = useMutation({
    mutationFn: async (segment: Schemas['SegmentInput']) => {
      await load()
      return keep(await answer(api.PUT('/api/desk/entries/{id}/documents/{locale}/segments', { params: { path }, body: { segments: [segment] } })))
    },
  })
  const marks = useMutation({
    mutationFn: async ({ action, segment }: { action: 'still_right' | 'undo' | 'confirm'; segment: Segment }) => {
      await load()
      return keep(
        await answer(
          api.POST('/api/desk/entries/{id}/documents/{locale}/segments/{action}', {
            params: { path: { ...path, action } },
            body: { marks: [{ key: segment.key, source_hash: segment.source_hash }] },
          }),
        ),
      )
    },
  })
  const put = (segment: Segment, written: Written, ifHash: string, from: string, state: 'draft' | 'translated' | 'left_empty') =>
    save.mutateAsync({ key: segment.key, text: written.text, inline: written.inline as never, from, if_hash: ifHash, state })
  return {
    type: (segment, written, ifHash) => put(segment, written, ifHash, segment.target.from ?? segment.source_hash, 'draft'),
    confirm: (segment, written, ifHash) => put(segment, written, ifHash, segment.source_hash, 'translated'),
    mark: (action, segment) => marks.mutateAsync({ action, segment }),
    leaveEmpty: (segment, ifHash) => put(segment, { text: '', inline: [] }, ifHash, segment.source_hash, 'left_empty'),
  }
}

/** What only a read gives stays on the screen after a write. */
function withReferences(fresh: Segments, old: Segments): Segments {
  const before = new Map(old.segments.map((one) => [one.key, one]))
  return {
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
