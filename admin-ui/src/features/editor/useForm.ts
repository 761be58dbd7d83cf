import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { answer, api, ifMatch, placeOf, type Schemas } from '@/api/client'
import { keys } from '@/api/keys'
import { isProblem, type FieldProblem, type Problem } from '@/api/problem'
import { merge, type Conflict } from '@/lib/merge'
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

export interface Form {
  fields: Fields
  set: (name: string, value: unknown) => void
  save: Autosave<Fields>
  collision: Collision | null
  settle: (fields: Fields) => void
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
  return { ...clean, fields: met.merged, collision: met.conflicts.length > 0 ? met : null, recovered: true }
}

function placeInBrowser(document: Pick<Document, 'entry' | 'locale'>): string {
  return `${document.entry}/${document.locale}`
}

/** Sends a text to the server, and shows what it has against single fields. */
function useSend(document: Pick<Document, 'entry' | 'locale'>, baseRef: { current: Fields }, setRefused: (problems: readonly FieldProblem[]) => void) {
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
        baseRef.current = mine
        setRefused([])
        client.setQueryData(keys.document(entry, locale), view)
        void client.invalidateQueries({ queryKey: keys.entry(entry) })
        return view
      } catch (error) {
        if (isProblem(error)) setRefused(error.errors)
        throw error
      }
    },
    [client, entry, locale, baseRef, setRefused],
  )
}

/** The text of a document under the hands of its author: it saves itself, and merges what others saved. */
export function useForm(document: Document, start: Start, outbox: Outbox, onMerged: (author: string) => void): Form {
  const [fields, setFields] = useState(start.fields)
  const [collision, setCollision] = useState(start.collision)
  const [refused, setRefused] = useState<readonly FieldProblem[]>([])
  const mineRef = useRef(start.fields)
  const baseRef = useRef(start.base)

  const send = useSend(document, baseRef, setRefused)

  const resolveRef = useRef<Autosave<Fields>['resolve']>(() => undefined)
  const onConflict = useCallback(
    (problem: Problem) => {
      const theirs = problem.extra.fields as Fields | undefined
      if (!theirs) return
      const met = collide(baseRef.current, mineRef.current, theirs, {
        author: String(problem.extra.author ?? ''),
        at: String(problem.extra.saved_at ?? ''),
        version: Number(problem.extra.version),
      })
      mineRef.current = met.merged
      setFields(met.merged)
      baseRef.current = theirs
      if (met.conflicts.length > 0) {
        setCollision(met)
        return
      }
      onMerged(met.author)
      // The machine is told after it has heard of the conflict.
      queueMicrotask(() => { resolveRef.current(met.merged, met.version, theirs) })
    },
    [onMerged],
  )

  const save = useAutosave<Fields>({
    place: placeInBrowser(document),
    outbox,
    base: start.base,
    version: start.version,
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

  const set = useCallback(
    (name: string, value: unknown) => {
      const { [name]: _old, ...rest } = mineRef.current
      const next = value === undefined ? rest : { ...rest, [name]: value }
      mineRef.current = next
      setFields(next)
      edit(next)
    },
    [edit],
  )
  const settle = useCallback(
    (next: Fields) => {
      if (!collision) return
      mineRef.current = next
      baseRef.current = collision.theirs
      setFields(next)
      setCollision(null)
      resolve(next, collision.version, collision.theirs)
    },
    [collision, resolve],
  )
  return useMemo(
    () => ({ fields, set, save, collision, settle, refused, recovered: start.recovered }),
    [fields, set, save, collision, settle, refused, start.recovered],
  )
}

