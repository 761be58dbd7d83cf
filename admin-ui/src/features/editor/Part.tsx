import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { colleaguesQuery } from '@/api/queries'
import type { FieldProblem } from '@/api/problem'
import type { SaveStatus } from '@/lib/autosave'
import type { Outbox } from '@/lib/outbox'
import { useAnnounce } from '@/ui/announce'
import { useKey } from '@/ui/keys'
import { useToast } from '@/ui/toast'
import { Banner } from '@/ui/status'
import { byPath, keyOf } from '@/lib/places'
import { threadsQuery } from '@/ui/comments/useThreads'
import { usePeopleAt } from '@/ui/live/DocumentPresence'
import { openAt, type Spot } from './CommentsPanel'
import { ConflictView } from './ConflictView'
import { asItems, asText, Surroundings, type Field } from './fields/context'
import { FieldControl } from './fields/FieldControl'
import { useForm, type begin, type Document, type Fields } from './useForm'

/** What the frame around a part shows of it. */
export interface PartState {
  status: SaveStatus
  fields: Fields
  refused: readonly FieldProblem[]
  /** Resolves when everything that was written is at the server. */
  settle: () => Promise<void>
}

interface Props {
  document: Document
  type: Schemas['Type']
  sources: Document
  outbox: Outbox
  /** Whose words these are when she saves. */
  me: string
  start: Awaited<ReturnType<typeof begin>>
  onState?: ((state: PartState) => void) | undefined
  /** Begins a comment at what the server calls this place. */
  onComment: (spot: Spot) => void
  onAt: (at: string) => void
}

/** The fields of one document, which save themselves. */
export function Part({ document, type, sources, outbox, me, start, onState, onComment, onAt }: Props) {
  const { t, i18n } = useTranslation('editor')
  const toast = useToast()
  const announce = useAnnounce()
  const { data: colleagues, isPending: unnamed } = useQuery(colleaguesQuery)
  const nameOf = useCallback((id: string) => colleagues?.find((one) => one.id === id)?.name ?? t('somebody'), [colleagues, t])
  const onMerged = useCallback((author: string) => { toast({ message: t('merged', { name: nameOf(author) }) }) }, [nameOf, t, toast])
  const form = useForm({ document, start, outbox, me, onMerged })
  const { status, flush } = form.save
  useKey('everywhere.save', flush)
  useEffect(() => {
    if (form.recovered) announce(t('recovered'))
  }, [form.recovered, announce, t])
  const settled = useSettled(status, flush)
  useEffect(() => {
    onState?.({ status, fields: form.fields, refused: form.refused, settle: settled })
  }, [onState, status, form.fields, form.refused, settled])

  const list = sources.locale === document.locale ? form.fields.sources : (sources.fields as Fields).sources
  const { threads, people, comment } = useBeside(document, onComment)
  const surroundings = useMemo(
    () => ({
      threads,
      people,
      comment,
      language: i18n.language,
      locale: document.locale,
      readOnly: !document.can.includes('save'),
      problems: [...document.blocked.flatMap((one) => one.problems ?? []), ...form.refused],
      sources: asItems(list).map((item, index) => ({ id: item.id ?? '', number: index + 1, title: asText(item.title) || asText(item.url) })),
    }),
    [i18n.language, document, form.refused, list, threads, people, comment],
  )
  const fields = type.fields.filter((field) => field.localized === (document.locale !== 'und'))
  return (
    <Surroundings value={surroundings}>
      {form.collision && !unnamed ? <ConflictView collision={form.collision} name={nameOf(form.collision.author)} now={form.fields} locale={document.locale} fields={fields} onSettle={form.settle} /> : null}
      {form.newer && !form.collision ? (
        <div role="status">
          <Banner action={<Button variant="default" onClick={form.load}>{t('newer.load')}</Button>}>{t('newer.text', { name: nameOf(form.newer.author ?? '') })}</Banner>
        </div>
      ) : null}
      <div
        onBlur={flush}
        onFocus={({ target }) => {
          const path = target.closest<HTMLElement>('[data-path]')?.dataset.path
          if (path) onAt(keyOf(document.fields as Fields, path))
        }}
      >
        {fields.map((field) => (
          <Slot key={field.name} field={field} value={form.fields[field.name]} set={form.set} />
        ))}
      </div>
    </Surroundings>
  )
}

/** What others say and do beside the fields, by the paths of the form. */
function useBeside(document: Document, onComment: (spot: Spot) => void) {
  const { entry, locale } = document
  const values = document.fields as Fields
  const { data } = useQuery(threadsQuery(entry, locale))
  const present = usePeopleAt(entry, locale)
  const may = document.can.includes('comment')
  const threads = useMemo(() => openAt(values, data), [values, data])
  const people = useMemo(() => {
    const all = [...present.values()].flat()
    return byPath(values, all, (one) => one.at)
  }, [values, present])
  const comment = useMemo(() => (may ? (path: string) => { onComment({ locale, at: keyOf(values, path) }) } : undefined), [may, values, locale, onComment])
  return { threads, people, comment }
}

function Slot({ field, value, set }: { field: Field; value: unknown; set: (name: string, value: unknown) => void }) {
  const change = useCallback((next: unknown) => { set(field.name, next) }, [set, field.name])
  return <FieldControl field={field} path={field.name} value={value} onChange={change} />
}

/** A promise of the moment when nothing waits to be sent. */
function useSettled(status: SaveStatus, flush: () => void): () => Promise<void> {
  const waiting = useMemo(() => ({ now: status.kind, calls: [] as (() => void)[] }), []) // eslint-disable-line react-hooks/exhaustive-deps -- one for the life of the part
  useEffect(() => {
    waiting.now = status.kind
    if (status.kind === 'unsaved' || status.kind === 'saving') return
    for (const call of waiting.calls.splice(0)) call()
  }, [status, waiting])
  return useCallback(() => {
    if (waiting.now !== 'unsaved' && waiting.now !== 'saving') return Promise.resolve()
    flush()
    return new Promise((resolve) => { waiting.calls.push(resolve) })
  }, [flush, waiting])
}
