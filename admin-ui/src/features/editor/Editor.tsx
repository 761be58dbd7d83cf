import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { memo, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { documentQuery } from '@/api/queries'
import { labelOf } from './fields/context'
import { languageName } from '@/lib/format'
import { keyOf, pathOf } from '@/lib/places'
import { threadsQuery } from '@/ui/comments/useThreads'
import { DocumentPresence } from '@/ui/live/DocumentPresence'
import { useDocumentNews } from '@/ui/live/Live'
import { PreviewButton } from '@/ui/preview/PreviewButton'
import { focusField } from '@/ui/ProblemList'
import { outboxOf, type Outbox } from '@/lib/outbox'
import { LocaleStrip, stripOrder, type StripCell } from '@/ui/LocaleStrip'
import { SaveState } from '@/ui/SaveState'
import { ScreenHead } from '@/ui/Screen'
import { signOf, stateWords } from '@/ui/states'
import { Banner, Loading } from '@/ui/status'
import { ParkedBanner } from '@/ui/verbs/ParkedBanner'
import { VerbBar } from '@/ui/verbs/VerbBar'
import classes from './Editor.module.css'
import { Aside, type Panel } from './Aside'
import type { Spot } from './CommentsPanel'
import { judged, problemsOf } from './judged'
import { Outline } from './Outline'
import { Part, type PartState } from './Part'
import { useEditorKeys } from './useEditorKeys'
import { begin, type Document, type Fields } from './useForm'

interface Props {
  entry: Schemas['EntryView']
  type: Schemas['Type']
  locales: readonly string[]
  account: string
  document: Document
  shared: Document | undefined
}

/** The text of one document with the shared part below it, its outline and what is in its way. */
export function Editor({ entry, type, locales, account, document: initial, shared }: Props) {
  const { t, i18n } = useTranslation(['editor', 'common'])
  const [outbox] = useState(() => outboxOf(account))
  const document = useFresh(initial)
  const navigate = useNavigate()
  const review = useCallback((locale: string) => void navigate({ to: '/entries/$id/$locale/review', params: { id: entry.id, locale } }), [navigate, entry.id])
  const [own, setOwn] = useState<PartState | null>(null)
  const [panel, setPanel] = useState<Panel>('problems')
  const [spot, setSpot] = useState<Spot | null>(null)
  const [at, setAt] = useState<string>()
  const comment = useCallback((next: Spot) => {
    setPanel('comments')
    setSpot(next)
  }, [])
  useEditorKeys((path) => {
    const part = shared && path !== '' && !type.fields.some((field) => field.localized === (document.locale !== 'und') && field.name === path.split('/')[0]) ? shared : document
    if (part.can.includes('comment')) comment({ locale: part.locale, at: path === '' ? '' : keyOf(part.fields as Fields, path) })
  })
  useDeepLink(document, shared, () => { setPanel('comments') })
  const fields = type.fields.filter((field) => field.localized === (document.locale !== 'und'))
  const name = labelOf(Object.fromEntries(Object.entries(type.names).map(([locale, label]) => [locale, label.one])), i18n.language, type.name)
  const language = languageName(document.locale, i18n.language, t('sharedPart'))
  const asked = judged(document, shared)
  const problems = [...problemsOf(document), ...problemsOf(shared?.can.includes('save') ? shared : undefined)]
  const beside = { me: account, onComment: comment, onAt: setAt }
  return (
    <div className={classes.screen}>
      <ScreenHead title={document.title || entry.title || t('untitled')} crumb={name} lang={document.locale === 'und' ? entry.source_locale : document.locale}>
        <Strip {...{ entry, document, locales, at }} />
        <DocumentPresence entry={entry.id} locale={document.locale} source={entry.source_locale} at={at} />
        {own ? <SaveState status={own.status} /> : null}
        <VerbBar entry={entry} document={asked} settle={own?.settle ?? ready} review={() => { review(document.locale) }} problems={() => { setPanel('problems') }}>
          <PreviewButton document={document} language={language} settle={own?.settle} />
        </VerbBar>
      </ScreenHead>
      <div className={classes.columns}>
        <Outline fields={fields} values={own?.fields ?? (document.fields as Record<string, unknown>)} problems={problems} />
        <div className={classes.form} data-region tabIndex={-1} role="region" aria-label={t('text')}>
          {entry.archived_at ? <Banner kind="warning">{t('archived')}</Banner> : null}
          {document.can.includes('save') ? null : <Banner>{t(document.state === 'in_review' ? 'inReview' : 'readOnly')}</Banner>}
          <ParkedBanner document={document} language={language} />
          <h2 className="hidden">{t('text')}</h2>
          <Started {...beside} document={document} outbox={outbox} type={type} sources={shared ?? document} onState={setOwn} />
          {shared ? <SharedPart {...beside} entry={entry} document={shared} outbox={outbox} type={type} live={liveCount(entry)} review={review} /> : null}
        </div>
        <Aside {...{ document, shared, panel, spot }} fields={type.fields} problems={[...problems, ...(own?.refused ?? [])]} onPanel={setPanel} onSpot={setSpot} />
      </div>
    </div>
  )
}

const ready = () => Promise.resolve()

/** The document as the server has it; what somebody else saves is loaded too, and the form decides what to do with it. */
function useFresh(initial: Document): Document {
  const { data = initial, refetch } = useQuery(documentQuery(initial.entry, initial.locale))
  useDocumentNews(initial.entry, initial.locale, () => void refetch())
  return data
}

/** Follows ?at=, where somebody was sent to: the field is in view and has the focus, and what is said there is open. */
function useDeepLink(document: Document, shared: Document | undefined, talk: () => void) {
  const { at } = useSearch({ strict: false }) as { at?: string }
  const { data: threads } = useQuery(threadsQuery(document.entry, document.locale))
  const gone = useRef<string>(undefined)
  const timer = useRef<ReturnType<typeof setInterval>>(undefined)
  useEffect(() => {
    if (!at || at === gone.current || !threads) return
    gone.current = at
    const path = pathOf(document.fields as Fields, at) ?? pathOf((shared?.fields ?? {}) as Fields, at) ?? at
    if (threads.some((one) => one.at === at && !one.resolved)) talk()
    // The fields are there a moment later than the text, and the heading has taken the focus by then.
    let tries = 20
    clearInterval(timer.current)
    timer.current = setInterval(() => { if (focusField(path) || --tries === 0) clearInterval(timer.current) }, 100)
  }, [at, threads, document, shared, talk])
  useEffect(() => () => { clearInterval(timer.current) }, [])
}

/** The languages of the entry; the place that has the focus goes along. */
function Strip({ entry, document, locales, at }: { entry: Schemas['EntryView']; document: Document; locales: readonly string[]; at: string | undefined }) {
  const { t: common } = useTranslation()
  const cells: StripCell[] = stripOrder(entry.documents, entry.source_locale, locales).map((one) => ({
    locale: one.locale,
    sign: signOf(one),
    words: stateWords(one, common),
    ...(one.counts ? { stale: one.counts.stale } : {}),
    locked: !one.can.includes('save') && !one.can.includes('segments'),
    source: one.locale === entry.source_locale,
  }))
  return (
    <LocaleStrip
      cells={cells}
      current={document.locale}
      link={({ cell, className, children }) => (
        <Link to="/entries/$id/$locale" params={{ id: entry.id, locale: cell.locale }} search={(at ? { at } : {}) as never} className={className} aria-current={cell.locale === document.locale ? 'page' : undefined}>
          {children}
        </Link>
      )}
    />
  )
}

function liveCount(entry: Schemas['EntryView']): number {
  return entry.documents.filter((one) => one.locale !== 'und' && one.live).length
}

interface Beside {
  me: string
  onComment: (spot: Spot) => void
  onAt: (at: string) => void
}

interface StartedProps extends Beside {
  document: Document
  outbox: Outbox
  type: Schemas['Type']
  sources: Document
  onState?: (state: PartState) => void
}

/** Waits for what this browser kept of the text, then shows it. Typing renders the field and the frame around it, not each other. */
const Started = memo(function Started({ document, outbox, ...rest }: StartedProps) {
  const { data: start } = useQuery({
    queryKey: ['start', document.entry, document.locale],
    queryFn: () => begin(document, outbox),
    staleTime: Infinity,
    gcTime: 0,
  })
  return start ? <Part document={document} outbox={outbox} start={start} {...rest} /> : <Loading />
})

interface SharedProps extends Beside {
  entry: Schemas['EntryView']
  document: Document
  outbox: Outbox
  type: Schemas['Type']
  live: number
  review: (locale: string) => void
}

/** The shared fields below a text: locked, because a change of them shows in every language. */
const SharedPart = memo(function SharedPart({ entry, document: initial, live, review, ...rest }: SharedProps) {
  const { t } = useTranslation('editor')
  const document = useFresh(initial)
  const [unlocked, setUnlocked] = useState(!document.live)
  const [state, setState] = useState<PartState | null>(null)
  const mayWrite = document.can.includes('save')
  const shown = useMemo(() => (unlocked ? document : { ...document, can: document.can.filter((verb) => verb === 'comment') }), [unlocked, document])
  return (
    <section className={classes.shared} aria-labelledby="shared-part">
      <div className={classes.sharedHead}>
        <h2 id="shared-part">{t('sharedPart')}</h2>
        {state ? <SaveState status={state.status} /> : null}
        {mayWrite && !unlocked ? (
          <button type="button" className={classes.unlock} onClick={() => { setUnlocked(true) }}>
            {t('unlock', { count: live })}
          </button>
        ) : null}
        {unlocked || document.state === 'in_review' ? <VerbBar entry={entry} document={document} settle={state?.settle ?? ready} review={() => { review('und') }} /> : null}
      </div>
      <p className={classes.hint}>{mayWrite ? t('sharedHelp') : t('sharedLocked')}</p>
      <Started key={unlocked ? 'open' : 'locked'} {...rest} document={shown} sources={document} onState={setState} />
    </section>
  )
})
