import { Link, useNavigate } from '@tanstack/react-router'
import { getRouteApi } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { languageName, list } from '@/lib/format'
import { outboxOf } from '@/lib/outbox'
import type { SaveStatus } from '@/lib/autosave'
import { useKey } from '@/ui/keys'
import { LocaleStrip, stripOrder, type StripCell } from '@/ui/LocaleStrip'
import { SaveState } from '@/ui/SaveState'
import { ScreenHead } from '@/ui/Screen'
import { signOf, stateWords } from '@/ui/states'
import { Banner } from '@/ui/status'
import { VerbBar } from '@/ui/verbs/VerbBar'
import { Filters, shown, type Show } from './Filters'
import { Footer } from './Footer'
import { HelpPanel } from './HelpPanel'
import { SegmentList } from './SegmentList'
import { useWorkbench, type Segments } from './useWorkbench'
import classes from './Workbench.module.css'

const route = getRouteApi('/shell/translate/$id/$locale')

interface Props {
  entry: Schemas['EntryView']
  document: Schemas['DocumentView']
  view: Segments
  type: Schemas['Type']
  locales: readonly string[]
  account: string
  /** The languages this person translates into. */
  granted: readonly string[]
}

export function Workbench({ entry, document, view, type, locales, account, granted }: Props) {
  const { t, i18n } = useTranslation(['translate', 'common'])
  const { show = 'all', at } = route.useSearch()
  const navigate = useNavigate()
  const [outbox] = useState(() => outboxOf(account))
  const [status, setStatus] = useState<SaveStatus>({ kind: 'clean' })
  // What was just finished stays on the screen until the filter is chosen anew.
  const [kept, setKept] = useState<{ show: Show; keys: readonly string[] } | null>(null)
  const mayWrite = document.can.includes('segments')
  const work = useWorkbench(entry.id, document.locale, view)
  const visible = useMemo(() => {
    const now = view.segments.filter((one) => shown(one, show))
    if (kept?.show !== show) return now
    return view.segments.filter((one) => kept.keys.includes(one.key))
  }, [view.segments, show, kept])
  const active = mayWrite ? (visible.find((one) => one.key === at) ?? null) : null
  const go = useCallback(
    (key: string | undefined, next: Show = show) => {
      void navigate({
        to: '/translate/$id/$locale',
        params: { id: entry.id, locale: document.locale },
        search: { ...(next === 'all' ? {} : { show: next }), ...(key ? { at: key } : {}) },
        replace: true,
        resetScroll: false,
      })
    },
    [navigate, entry.id, document.locale, show],
  )
  const step = (by: 1 | -1) => {
    const place = visible.findIndex((one) => one.key === at)
    const next = visible[place < 0 ? (by === 1 ? 0 : visible.length - 1) : place + by]
    if (next) go(next.key)
  }
  useKey('workbench.next', () => { step(1) })
  useKey('workbench.previous', () => { step(-1) })
  /** The next segment that asks for work; the list keeps the one that was just done. */
  const finish = (key: string, fresh: Segments) => {
    setKept({ show, keys: visible.map((one) => one.key) })
    const place = fresh.segments.findIndex((one) => one.key === key)
    const open = (one: Segments['segments'][number]) => one.status !== 'current' && visible.some((other) => other.key === one.key)
    const next = fresh.segments.slice(place + 1).find(open) ?? fresh.segments.slice(0, place).find(open)
    go(next?.key)
  }
  const language = languageName(document.locale, i18n.language, '')
  return (
    <div className={classes.screen}>
      <Head {...{ entry, document, locales, type }}>
        <SaveState status={status} />
        <VerbBar
          entry={entry}
          document={document}
          review={() => void navigate({ to: '/entries/$id/$locale/review', params: { id: entry.id, locale: document.locale } })}
        />
      </Head>
      <Filters progress={view.progress} counts={view.counts} show={show} onShow={(next) => { setKept(null); go(undefined, next) }} />
      <div className={classes.work}>
        <div className={classes.list} role="region" aria-label={t('segments')} data-region tabIndex={mayWrite ? -1 : 0}>
          {mayWrite ? null : <Banner>{readOnlyWords()}</Banner>}
          {view.awaiting && view.awaiting.length > 0 ? (
            <Banner kind="correction">{t('awaiting', { languages: list(view.awaiting.map((one) => languageName(one, i18n.language)), i18n.language) })}</Banner>
          ) : null}
          <SegmentList
            {...{ view, visible, active, work, outbox, type, mayWrite, onGo: go, onStatus: setStatus, onFinish: finish }}
            sourceLocale={view.follows}
            locale={document.locale}
          />
        </div>
        <HelpPanel segment={active} view={view} locale={document.locale} />
      </div>
      <Footer entry={entry.id} locale={document.locale} />
    </div>
  )

  function readOnlyWords(): string {
    if (document.state === 'in_review') return t('inReview', { language })
    if (entry.archived_at) return t('archived')
    const own = list(granted.filter((one) => one !== '*').map((one) => languageName(one, i18n.language)), i18n.language)
    return own ? t('noRight', { own, language }) : t('noRightAtAll', { language })
  }
}

interface HeadProps {
  entry: Schemas['EntryView']
  document: Schemas['DocumentView']
  locales: readonly string[]
  type: Schemas['Type']
  children: React.ReactNode
}

function Head({ entry, document, locales, type, children }: HeadProps) {
  const { t, i18n } = useTranslation()
  const cells: StripCell[] = stripOrder(entry.documents, entry.source_locale, locales).map((one) => ({
    locale: one.locale,
    sign: signOf(one),
    words: stateWords(one, t),
    ...(one.counts ? { stale: one.counts.stale } : {}),
    locked: !one.can.includes('save') && !one.can.includes('segments'),
    source: one.locale === entry.source_locale,
  }))
  return (
    <ScreenHead title={entry.title} lang={entry.source_locale} crumb={type.names[i18n.language]?.one ?? type.name}>
      <LocaleStrip
        cells={cells}
        current={document.locale}
        link={({ cell, className, children: inside }) => (
          <Link
            to={cell.source || cell.locale === 'und' ? '/entries/$id/$locale' : '/translate/$id/$locale'}
            params={{ id: entry.id, locale: cell.locale }}
            search={((before: Record<string, unknown>) => (typeof before.at === 'string' ? { at: before.at } : {})) as never}
            className={className}
            aria-current={cell.locale === document.locale ? 'page' : undefined}
          >
            {inside}
          </Link>
        )}
      />
      {children}
    </ScreenHead>
  )
}
