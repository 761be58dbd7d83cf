import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas, Session } from '@/api/client'
import { baseOf } from '@/lib/review'
import { languageName, list } from '@/lib/format'
import { threadsQuery } from '@/ui/comments/useThreads'
import { useKey } from '@/ui/keys'
import { Banner, ErrorState, Loading } from '@/ui/status'
import { VerbBar } from '@/ui/verbs/VerbBar'
import { Decision } from './Decision'
import { Aside } from './Aside'
import { ChangeList } from './ChangeList'
import { EditDialog } from './EditDialog'
import { Head } from './Head'
import { type Document, type Entry, type ReviewInfo, type Revision } from './queries'
import classes from './Review.module.css'
import { Toolbar } from './Toolbar'
import { useComparison } from './useComparison'

const route = getRouteApi('/shell/entries/$id/$locale/review')

interface Props {
  entry: Entry
  document: Document
  info: ReviewInfo
  revisions: readonly Revision[]
  type: Schemas['Type']
  locales: readonly string[]
  session: Session
  /** The exact text that is read. */
  revision: string
}

/** Reading a text for approval: what changed, what is said about it, and who decides. */
export function Review({ entry, document, info, revisions, type, locales, session, revision }: Props) {
  const { t, i18n } = useTranslation(['review', 'common'])
  const search = route.useSearch()
  const navigate = useNavigate()
  const threads = useQuery(threadsQuery(entry.id, document.locale))
  const base = baseOf(search.with, revision, { published: document.live?.revision, approved: document.approved_revision })
  const comparison = useComparison({ document, type, shown: revision, base, all: search.show === 'all' })
  const [writing, setWriting] = useState<string | null>(null)
  const [editing, setEditing] = useState<string | null>(null)
  const rows = useMemo(() => comparison.rows ?? [], [comparison.rows])
  const go = (change: Partial<typeof search>) => {
    void navigate({
      to: '/entries/$id/$locale/review',
      params: { id: entry.id, locale: document.locale },
      search: Object.fromEntries(Object.entries({ ...search, ...change }).filter(([, value]) => value !== undefined)),
      replace: true,
      resetScroll: false,
    })
  }
  const show = (path: string) => {
    go({ at: path })
    requestAnimationFrame(() => {
      const row = globalThis.document.querySelector<HTMLElement>(`[data-change="${CSS.escape(path)}"]`)
      row?.focus({ preventScroll: true })
      row?.scrollIntoView({ block: 'nearest' })
    })
  }
  const step = (by: 1 | -1) => {
    const stops = rows.some((row) => row.op !== 'same') ? rows.filter((row) => row.op !== 'same') : rows
    const place = stops.findIndex((row) => row.path === search.at)
    const next = stops[place < 0 ? (by === 1 ? 0 : stops.length - 1) : place + by]
    if (next) show(next.path)
  }
  useKey('review.nextChange', () => { step(1) })
  useKey('review.previousChange', () => { step(-1) })
  useKey('review.comment', () => { setWriting(search.at ?? rows[0]?.path ?? '') })
  const newer = document.revision !== revision
  const language = languageName(document.locale, i18n.language, t('common:state.sharedPart'))
  const mayComment = document.can.includes('comment')
  const mayDemand = ['approve', 'request_changes'].some((verb) => document.can.includes(verb) || document.blocked.some((one) => one.verb === verb))
  return (
    <div className={classes.screen}>
      <Head entry={entry} document={document} locales={locales} screen="review">
        {document.state === 'in_review' ? (
          <Decision {...{ entry, document, info, language, revision, newer, session }} threads={threads.data ?? []} />
        ) : (
          <VerbBar entry={entry} document={document} />
        )}
      </Head>
      {newer ? (
        <Banner kind="correction" action={<Button variant="default" h={34} onClick={() => { if (document.revision) go({ revision: document.revision }) }}>{t('newer.load', { number: info.revision_number ?? 0 })}</Button>}>
          {t('newer.text')}
        </Banner>
      ) : null}
      {document.locale === 'und' ? <Banner>{t('shared', { languages: altered(entry, i18n.language) })}</Banner> : null}
      <Toolbar {...{ document, revision, base, search, go }} revisions={revisions} changed={comparison.changed} info={info} />
      <div className={classes.work}>
        <div className={classes.list} role="region" aria-label={t('changes')} data-region tabIndex={-1}>
          {comparison.error ? <ErrorState error={comparison.error} retry={comparison.retry} /> : null}
          {comparison.rows === null && !comparison.error ? <Loading lines={8} height={90} /> : null}
          {comparison.rows ? (
            <ChangeList
              {...{ rows, type, document, compared: base !== null, mayComment, mayDemand, writing }}
              authors={info.changes}
              threads={threads.data ?? []}
              at={search.at}
              sourceLocale={document.follows}
              onWrite={setWriting}
              onEdit={mayEdit(document) ? setEditing : undefined}
              onAt={(path) => { if (path !== search.at) go({ at: path }) }}
            />
          ) : null}
        </div>
        <Aside {...{ entry, document, info, session, type, language, mayComment, mayDemand }} threads={threads.data ?? []} onShow={show} shown={rows.map((row) => row.path)} />
      </div>
      {editing !== null ? <EditDialog {...{ entry, document, info }} me={session.user.id} at={editing} onClose={() => { setEditing(null) }} /> : null}
    </div>
  )
}

/** The languages that show the shared part to readers; before any does, all there are. */
function altered(entry: Entry, language: string): string {
  const texts = entry.documents.filter((one) => one.locale !== 'und')
  const live = texts.filter((one) => one.live)
  return list((live.length > 0 ? live : texts).map((one) => languageName(one.locale, language)), language)
}

function mayEdit(document: Document): boolean {
  return ['save', 'segments', 'withdraw', 'request_changes'].some((verb) => document.can.includes(verb))
}
