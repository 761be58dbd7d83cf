import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { answer, api, ifMatch, placeOf, type Schemas } from '@/api/client'
import { keys } from '@/api/keys'
import { isProblem, type FieldProblem, type Problem } from '@/api/problem'
import { merge, same, type Conflict, type Json } from '@/lib/merge'
import type { Outbox } from '@/lib/outbox'
import { useAutosave, type Autosave } from '@/ui/useAutosave'

export type Fields = Record<string, unknown>
export type Document = Schemas['DocumentView']

/** Somebody saved first: what is hers, and where it meets what is mine. */
export interface Collision {
  author: string
  at: string
  version: number
  theirs: Fields
  merged: Fields
  conflicts: Conflict[]
}

/** Puts what was decided into the text as it is by then: a person may go on writing before she decides. */
export type Settling = (now: Fields) => Fields

export interface Form {
  fields: Fields
  set: (name: string, value: unknown) => void
  save: Autosave<Fields>
  collision: Collision | null
  settle: (decided: Settling) => void
  /** Somebody else saved meanwhile, and nothing here is unsent. */
  newer: Document | null
  load: () => void
  /** What the last refused save had against single fields. */
  refused: readonly FieldProblem[]
  /** How many texts kept in this browser were put back. */
  recovered: boolean
}

interface Start {
  fields: Fields
  base: Fields
  version: number
  collision: Collision | null
  /** What this browser keeps until the collision is settled. */
  kept?: { mine: Fields; base: Fields; version: number }
  recovered: boolean
}

type Mergeable = Parameters<typeof merge>[0]

function collide(base: Fields, mine: Fields, theirs: Fields, by: { author: string; at: string; version: number }): Collision {
  const { value, conflicts } = merge(base as Mergeable, mine as Mergeable, theirs as Mergeable)
  return { ...by, theirs, merged: value as Fields, conflicts }
}

/** Begins with the server's text, or with what this browser kept of an earlier visit. */
export async function begin(document: Document, outbox: Outbox): Promise<Start> {
  const theirs = document.fields as Fields
  const clean = { fields: theirs, base: theirs, version: document.version, collision: null, recovered: false }
  const unsent = await outbox.find<Fields>(placeInBrowser(document))
  if (!unsent) return clean
  if (unsent.version === document.version) return { ...clean, fields: unsent.mine, recovered: true }
  const met = collide(unsent.base, unsent.mine, theirs, {
    author: document.author ?? '',
    at: document.saved_at ?? document.changed_at,
    version: document.version,
  })
  if (met.conflicts.length === 0) return { ...clean, fields: met.merged, recovered: true }
  return { ...clean, fields: met.merged, collision: met, kept: { mine: met.merged, base: unsent.base, version: unsent.version }, recovered: true }
}

function placeInBrowser(document: Pick<Document, 'entry' | 'locale'>): string {
  return `${document.entry}/${document.locale}`
}

/** Merges over the text that the server knows both began with; if it knows none any more, over one's own. */
function collisionOf(problem: Problem, own: { mine: Fields; base: Fields }): Collision | null {
  const { fields, base, author, saved_at, version } = problem.extra as { fields?: Fields; base?: { fields?: Fields }; author?: string; saved_at?: string; version?: number }
  if (!fields) return null
  return collide(base?.fields ?? own.base, own.mine, fields, { author: author ?? '', at: saved_at ?? '', version: Number(version) })
}

/** Sends a text to the server, and shows what it has against single fields. */
function useSend(document: Pick<Document, 'entry' | 'locale'>, own: { current: Own }, setRefused: (problems: readonly FieldProblem[]) => void) {
  const client = useQueryClient()
  const { entry, locale } = document
  return useCallback(
    async (mine: Fields, version: number) => {
      try {
        const view = await answer(
          api.PUT('/api/desk/entries/{id}/documents/{locale}', {
            params: { path: placeOf(entry, locale), header: ifMatch(version) },
            body: { fields: mine as never },
          }),
        )
        own.current = { ...own.current, base: mine }
        setRefused([])
        client.setQueryData(keys.document(entry, locale), view)
        void client.invalidateQueries({ queryKey: keys.entry(entry) })
        return view
      } catch (error) {
        if (isProblem(error)) setRefused(error.errors)
        throw error
      }
    },
    [client, entry, locale, own, setRefused],
  )
}

interface Own {
  mine: Fields
  base: Fields
}

/** Follows what the server has: a newer text of one's own at once, one of somebody else when it is asked for. */
function useNewer(document: Document, me: string, save: Autosave<Fields>, own: { current: Own }, show: (fields: Fields) => void) {
  const [newer, setNewer] = useState<Document | null>(null)
  const { adopt, version, unsent } = save
  const take = useCallback(
    (next: Document) => {
      const theirs = next.fields as Fields
      if (!adopt(theirs, next.version)) return
      own.current = { mine: theirs, base: theirs }
      show(theirs)
    },
    [adopt, own, show],
  )
  useEffect(() => {
    if (document.version <= version()) {
      setNewer(null)
      return
    }
    // A verb makes a new version of the same words.
    if (same(document.fields as Json, own.current.base as Json)) adopt(own.current.mine, document.version)
    else if (document.author === me) take(document)
    else if (!unsent()) setNewer(document) // otherwise the next save meets it
  }, [document, me, version, adopt, take, own, unsent])
  const load = useCallback(() => {
    if (newer) take(newer)
    setNewer(null)
  }, [newer, take])
  return { newer, load }
}

interface Options {
  document: Document
  start: Start
  outbox: Outbox
  me: string
  onMerged: (author: string) => void
}

/** The text of a document under the hands of its author: it saves itself, and merges what others saved. */
export function useForm({ document, start, outbox, me, onMerged }: Options): Form {
  const [fields, setFields] = useState(start.fields)
  const [collision, setCollision] = useState(start.collision)
  const [refused, setRefused] = useState<readonly FieldProblem[]>([])
  const own = useRef<Own>({ mine: start.fields, base: start.base })
  const send = useSend(document, own, setRefused)
  const resolveRef = useRef<Autosave<Fields>['resolve']>(() => undefined)
  const onConflict = useCallback(
    (problem: Problem) => {
      const met = collisionOf(problem, own.current)
      if (!met) return
      own.current = { mine: met.merged, base: met.theirs }
      setFields(met.merged)
      if (met.conflicts.length > 0) {
        setCollision(met)
        return
      }
      onMerged(met.author)
      // The machine is told after it has heard of the conflict.
      queueMicrotask(() => { resolveRef.current(met.merged, met.version, met.theirs) })
    },
    [onMerged],
  )
  const save = useAutosave<Fields>({
    place: placeInBrowser(document),
    outbox,
    base: start.base,
    version: start.version,
    conflict: start.kept,
    send,
    onConflict,
  })
  const { edit, resolve } = save
  useEffect(() => {
    resolveRef.current = resolve
  }, [resolve])
  useEffect(() => {
    if (start.recovered && !start.collision) edit(start.fields)
  }, [edit, start])
  const { newer, load } = useNewer(document, me, save, own, setFields)
  const set = useCallback(
    (name: string, value: unknown) => {
      const { [name]: _old, ...rest } = own.current.mine
      const next = value === undefined ? rest : { ...rest, [name]: value }
      own.current = { ...own.current, mine: next }
      setFields(next)
      edit(next)
    },
    [edit],
  )
  const settle = useCallback(
    (decided: Settling) => {
      if (!collision) return
      const next = decided(own.current.mine)
      own.current = { mine: next, base: collision.theirs }
      setFields(next)
      setCollision(null)
      resolve(next, collision.version, collision.theirs)
    },
    [collision, resolve],
  )
  return useMemo(
    () => ({ fields, set, save, collision, settle, newer, load, refused, recovered: start.recovered }),
    [fields, set, save, collision, settle, newer, load, refused, start.recovered],
  )
}
