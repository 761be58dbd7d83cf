import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { documentQuery } from '@/api/queries'
import { labelOf } from './fields/context'
import { outboxOf, type Outbox } from '@/lib/outbox'
import { LocaleStrip, stripOrder, type StripCell } from '@/ui/LocaleStrip'
import { SaveState } from '@/ui/SaveState'
import { ScreenHead } from '@/ui/Screen'
import { signOf, stateWords } from '@/ui/states'
import { Banner, Loading } from '@/ui/status'
import { languageName } from '@/lib/format'
import { ParkedBanner } from '@/ui/verbs/ParkedBanner'
import { VerbBar } from '@/ui/verbs/VerbBar'
import classes from './Editor.module.css'
import { Aside } from './Aside'
import { Outline } from './Outline'
import { Part, type PartState } from './Part'
import { begin, type Document } from './useForm'

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
  const { t: common } = useTranslation()
  const [outbox] = useState(() => outboxOf(account))
  const { data: document = initial } = useQuery(documentQuery(entry.id, initial.locale))
  const navigate = useNavigate()
  const review = (locale: string) => () => void navigate({ to: '/entries/$id/$locale/review', params: { id: entry.id, locale } })
  const [own, setOwn] = useState<PartState | null>(null)
  const [panel, setPanel] = useState<'problems' | 'history'>('problems')
  const cells: StripCell[] = stripOrder(entry.documents, entry.source_locale, locales).map((one) => ({
    locale: one.locale,
    sign: signOf(one),
    words: stateWords(one, common),
    ...(one.counts ? { stale: one.counts.stale } : {}),
    locked: !one.can.includes('save') && !one.can.includes('segments'),
    source: one.locale === entry.source_locale,
  }))
  const fields = type.fields.filter((field) => field.localized === (document.locale !== 'und'))
  const name = labelOf(Object.fromEntries(Object.entries(type.names).map(([locale, label]) => [locale, label.one])), i18n.language, type.name)
  const problems = document.blocked.flatMap((one) => one.problems ?? [])
  return (
    <div className={classes.screen}>
      <ScreenHead title={document.title || entry.title || t('untitled')} crumb={name} lang={document.locale === 'und' ? entry.source_locale : document.locale}>
        <LocaleStrip
          cells={cells}
          current={document.locale}
          link={({ cell, className, children }) => (
            <Link to="/entries/$id/$locale" params={{ id: entry.id, locale: cell.locale }} className={className} aria-current={cell.locale === document.locale ? 'page' : undefined}>
              {children}
            </Link>
          )}
        />
        {own ? <SaveState status={own.status} /> : null}
        <VerbBar entry={entry} document={document} settle={own?.settle ?? (() => Promise.resolve())} review={review(document.locale)} problems={() => { setPanel('problems') }} />
      </ScreenHead>
      <div className={classes.columns}>
        <Outline fields={fields} values={own?.fields ?? (document.fields as Record<string, unknown>)} problems={problems} />
        <div className={classes.form} data-region tabIndex={-1} role="region" aria-label={t('text')}>
          {entry.archived_at ? <Banner kind="warning">{t('archived')}</Banner> : null}
          {document.can.includes('save') ? null : <Banner>{t(document.state === 'in_review' ? 'inReview' : 'readOnly')}</Banner>}
          <ParkedBanner document={document} language={languageName(document.locale, i18n.language, t('sharedPart'))} />
          <h2 className="hidden">{t('text')}</h2>
          <Started document={document} outbox={outbox} me={account} type={type} sources={shared ?? document} onState={setOwn} />
          {shared ? <SharedPart entry={entry} document={shared} outbox={outbox} me={account} type={type} live={liveCount(entry)} review={review('und')} /> : null}
        </div>
        <Aside document={document} problems={[...problems, ...(own?.refused ?? [])]} panel={panel} onPanel={setPanel} />
      </div>
    </div>
  )
}

function liveCount(entry: Schemas['EntryView']): number {
  return entry.documents.filter((one) => one.locale !== 'und' && one.live).length
}

interface StartedProps {
  document: Document
  outbox: Outbox
  me: string
  type: Schemas['Type']
  sources: Document
  onState?: (state: PartState) => void
}

/** Waits for what this browser kept of the text, then shows it. */
function Started({ document, outbox, ...rest }: StartedProps) {
  const { data: start } = useQuery({
    queryKey: ['start', document.entry, document.locale],
    queryFn: () => begin(document, outbox),
    staleTime: Infinity,
    gcTime: 0,
  })
  return start ? <Part document={document} outbox={outbox} start={start} {...rest} /> : <Loading />
}

interface SharedProps {
  entry: Schemas['EntryView']
  document: Document
  outbox: Outbox
  me: string
  type: Schemas['Type']
  live: number
  review: () => void
}

/** The shared fields below a text: locked, because a change of them shows in every language. */
function SharedPart({ entry, document: initial, outbox, me, type, live, review }: SharedProps) {
  const { t } = useTranslation('editor')
  const { data: document = initial } = useQuery(documentQuery(entry.id, 'und'))
  const [unlocked, setUnlocked] = useState(!document.live)
  const [state, setState] = useState<PartState | null>(null)
  const mayWrite = document.can.includes('save')
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
        {unlocked || document.state === 'in_review' ? <VerbBar entry={entry} document={document} settle={state?.settle ?? (() => Promise.resolve())} review={review} /> : null}
      </div>
      <p className={classes.hint}>{mayWrite ? t('sharedHelp') : t('sharedLocked')}</p>
      <SharedFields key={unlocked ? 'open' : 'locked'} {...{ document: unlocked ? document : { ...document, can: [] }, outbox, me, type }} sources={document} onState={setState} />
    </section>
  )
}

const SharedFields = Started
