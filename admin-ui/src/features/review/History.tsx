import { Button, NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { colleaguesQuery } from '@/api/queries'
import { byField, filtered } from '@/lib/review'
import { day } from '@/lib/format'
import { DiffText } from '@/ui/DiffText'
import { ErrorState, Loading } from '@/ui/status'
import { fieldLabel } from './fieldLabel'
import { Head } from './Head'
import type { Document, Entry, Revision } from './queries'
import classes from './Review.module.css'
import { Revisions } from './Revisions'
import { useComparison } from './useComparison'

const RestoreDialog = lazy(() => import('./RestoreDialog').then((m) => ({ default: m.RestoreDialog })))
const route = getRouteApi('/shell/entries/$id/$locale/history')
const shows = ['all', 'published', 'mine'] as const

interface Props {
  entry: Entry
  document: Document
  revisions: readonly Revision[]
  deeds: readonly Schemas['HistoryView'][]
  type: Schemas['Type']
  locales: readonly string[]
  me: string
}

/** The revisions of one text, and two of them beside each other. */
export function History({ entry, document, revisions, deeds, type, locales, me }: Props) {
  const { t, i18n } = useTranslation('review')
  const search = route.useSearch()
  const navigate = useNavigate()
  const { data: colleagues } = useQuery(colleaguesQuery)
  const names = new Map([...(colleagues ?? []).map((one) => [one.id, one.name] as const), ...deeds.map((one) => [one.actor, one.name] as const)])
  const published = new Set(deeds.filter((one) => one.verb === 'publish').flatMap((one) => (one.revision ? [one.revision] : [])))
  if (document.live) published.add(document.live.revision)
  const show = search.show ?? 'all'
  const listed = filtered(revisions, show, me, published)
  const to = revisions.find((one) => one.id === search.to) ?? revisions[0]
  const from = revisions.find((one) => one.id === search.from) ?? revisions.find((one) => to !== undefined && one.number < to.number)
  const go = (change: Partial<typeof search>) => {
    void navigate({
      to: '/entries/$id/$locale/history',
      params: { id: entry.id, locale: document.locale },
      search: Object.fromEntries(Object.entries({ ...search, ...change }).filter(([, value]) => value !== undefined)),
      replace: true,
      resetScroll: false,
    })
  }
  const options = revisions.map((one) => ({ value: one.id, label: t('revisionOf', { number: one.number, day: day(one.created_at, i18n.language) }) }))
  return (
    <div className={classes.screen}>
      <Head entry={entry} document={document} locales={locales} screen="history" />
      <div className={classes.bar}>
        <fieldset className={classes.filters} aria-label={t('history.show')}>
          {shows.map((one) => (
            <label key={one} data-on={show === one || undefined}>
              <input type="radio" name="show" checked={show === one} onChange={() => { go({ show: one === 'all' ? undefined : one } as never) }} />
              {t(`history.${one}`)} <b>{filtered(revisions, one, me, published).length}</b>
            </label>
          ))}
        </fieldset>
        {to && from ? (
          <div className={classes.pair}>
            <NativeSelect className={classes.with} label={t('history.compare')} size="sm" value={to.id} data={options} onChange={(event) => { go({ to: event.currentTarget.value }) }} />
            <NativeSelect className={classes.with} label={t('history.with')} size="sm" value={from.id} data={options} onChange={(event) => { go({ from: event.currentTarget.value }) }} />
          </div>
        ) : null}
      </div>
      <div className={classes.history}>
        <div className={classes.past} data-region tabIndex={-1} role="region" aria-label={t('history.revisions')}>
          {listed.length === 0 ? <p className={classes.none}>{t(revisions.length === 0 ? 'history.none' : 'history.noneFit')}</p> : null}
          <Revisions {...{ revisions: listed, deeds, published, names, document }} shown={[from?.id, to?.id]} newest={revisions[0]} onCompare={(one) => { go({ to: revisions[0]?.id, from: one.id } as never) }} />
        </div>
        <div className={classes.list} data-region tabIndex={-1} role="region" aria-label={t('changes')}>
          {to ? <Pair key={`${from?.id ?? ''} ${to.id}`} {...{ document, type, to, from }} newest={revisions[0]?.id === to.id} /> : null}
        </div>
      </div>
    </div>
  )
}

interface PairProps {
  document: Document
  type: Schemas['Type']
  to: Revision
  from: Revision | undefined
  /** The newer of the two is the text there is now: what is older can be brought back. */
  newest: boolean
}

function Pair({ document, type, to, from, newest }: PairProps) {
  const { t, i18n } = useTranslation('review')
  const { rows, error, retry } = useComparison({ document, type, shown: to.id, base: from?.id ?? null, all: false })
  const [restoring, setRestoring] = useState<string | true | null>(null)
  const lang = document.locale === 'und' ? document.source_locale : document.locale
  const mayRestore = newest && from !== undefined && document.can.includes('restore')
  if (error) return <ErrorState error={error} retry={retry} />
  if (!rows) return <Loading lines={6} height={80} />
  return (
    <>
      {mayRestore && rows.length > 0 ? (
        <p className={classes.foot}>
          <Button variant="default" h={36} onClick={() => { setRestoring(true) }}>{t('restore.whole', { number: from.number })}</Button>
        </p>
      ) : null}
      {from ? null : <p className={classes.quiet}>{t('history.first')}</p>}
      {rows.length === 0 ? <p className={classes.none}>{t('noChanges')}</p> : null}
      {byField(rows).map((group) => (
        <section key={`${group.field} ${group.rows[0]?.path ?? ''}`} className={classes.group} aria-label={fieldLabel(type, group.field, i18n.language)}>
          <h2>
            {fieldLabel(type, group.field, i18n.language)}
            {type.fields.some((one) => one.name === group.field) ? null : <span>{t('fieldGone')}</span>}
            {mayRestore && type.fields.some((one) => one.name === group.field) ? (
              <button type="button" className={classes.link} onClick={() => { setRestoring(group.field) }}>
                {t('restore.field')}
                <span className="hidden">: {fieldLabel(type, group.field, i18n.language)}</span>
              </button>
            ) : null}
          </h2>
          {group.rows.map((row) => (
            <div key={row.path} className={classes.change} data-op={row.op}>
              <div className={classes.side}>
                <h3>{from ? t(`op.${row.op}`) : t('text')}</h3>
                <div className={classes.prose} lang={lang}>
                  {row.op === 'moved' ? <i lang={i18n.language}>{t('moved')}</i> : <DiffText tokens={row.tokens} lang={lang} />}
                  {row.marksOnly ? <small lang={i18n.language}>{t('marksOnly')}</small> : null}
                </div>
              </div>
            </div>
          ))}
        </section>
      ))}
      <Suspense>
        {restoring !== null && from ? <RestoreDialog document={document} type={type} revision={from} field={restoring === true ? null : restoring} onClose={() => { setRestoring(null) }} /> : null}
      </Suspense>
    </>
  )
}
