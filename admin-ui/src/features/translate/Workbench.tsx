import { Drawer } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { languageName, list } from '@/lib/format'
import { outboxOf } from '@/lib/outbox'
import type { SaveStatus } from '@/lib/autosave'
import { threadsQuery } from '@/ui/comments/useThreads'
import { useKey } from '@/ui/keys'
import { SaveState } from '@/ui/SaveState'
import { Banner } from '@/ui/status'
import { VerbBar } from '@/ui/verbs/VerbBar'
import { BenchHead } from './BenchHead'
import type { Lookup } from './Concordance'
import { Filters } from './Filters'
import { Footer } from './Footer'
import { HelpPanel } from './HelpPanel'
import { PenContext, type Pen } from './pen'
import { Ready } from './Ready'
import { Removed } from './Removed'
import { SegmentList } from './SegmentList'
import { Kept } from './Kept'
import { useHelp } from './useHelp'
import { useKept } from './useKept'
import { usePlace } from './usePlace'
import { useWorkbench, type Segments } from './useWorkbench'
import classes from './Workbench.module.css'

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
  const navigate = useNavigate()
  const [outbox] = useState(() => outboxOf(account))
  const [status, setStatus] = useStatus()
  const [writing, setWriting] = useState(false)
  const [lookup, setLookup] = useState<Lookup>({ words: '', side: 'source', asked: 0 })
  const [sheet, setSheet] = useState(false)
  const narrow = useMediaQuery('(max-width: 900px)', false, { getInitialValueInEffect: false })
  const pen = useRef<Pen | null>(null)
  const mayWrite = document.can.includes('segments')
  const mayComment = document.can.includes('comment')
  const work = useWorkbench(entry.id, document.locale, view)
  const talk = useTalk(entry.id, document.locale)
  const kept = useKept({ view, work, outbox, mayWrite })
  const place = usePlace({ view, talk, mayWrite: mayWrite && kept.ready })
  const { active, chosen } = place
  const help = useHelp(entry.id, document.locale, chosen?.key, place.next?.key)
  useKey('workbench.next', () => { place.step(1) })
  useKey('workbench.previous', () => { place.step(-1) })
  const comment = () => {
    setWriting(true)
    setSheet(true)
    place.toTab('comments')
  }
  useKey('workbench.comment', comment, mayComment && chosen !== null)
  useKey('workbench.concordance', () => {
    const selected = window.getSelection()
    const words = selected?.toString().trim() ?? ''
    const inSource = selected?.anchorNode?.parentElement?.closest('[data-side=source]') !== null
    setLookup((now) => ({ words: words || now.words, side: words && !inSource ? 'target' : 'source', asked: now.asked + 1 }))
    setSheet(true)
    place.toTab('concordance')
  })
  const language = languageName(document.locale, i18n.language, '')
  const verbs = (
    <VerbBar
      entry={entry}
      document={document}
      review={() => void navigate({ to: '/entries/$id/$locale/review', params: { id: entry.id, locale: document.locale } })}
    />
  )
  const ready = mayWrite && view.progress.to_do === 0 && document.can.includes('submit')
  const panel = (
    <HelpPanel
      {...{ view, help, writing, lookup, mayComment }}
      segment={chosen}
      open={active !== null}
      tab={place.tab}
      onTab={place.toTab}
      talk={chosen ? (talk.get(chosen.key) ?? 0) : 0}
      onWriting={setWriting}
      onLookup={setLookup}
    />
  )
  return (
    <PenContext value={pen}>
      <div className={classes.screen}>
        <BenchHead {...{ entry, document, locales, type }}>
          <SaveState status={status} />
          {ready ? null : verbs}
        </BenchHead>
        <Filters view={view} talk={talk} show={place.show} onShow={place.filter} />
        <div className={classes.work}>
          <div className={classes.list} role="region" aria-label={t('segments')} data-region tabIndex={mayWrite ? -1 : 0}>
            {mayWrite ? null : <Banner>{readOnlyWords()}</Banner>}
            {view.awaiting && view.awaiting.length > 0 ? (
              <Banner kind="correction">{t('awaiting', { languages: list(view.awaiting.map((one) => languageName(one, i18n.language)), i18n.language) })}</Banner>
            ) : null}
            {ready ? <Ready entry={entry.id} locale={document.locale} arrived={place.finished}>{verbs}</Ready> : null}
            <Kept view={view} overtaken={kept.overtaken} onOpen={place.open} />
            <SegmentList
              {...{ view, place, work, outbox, type, mayWrite, talk }}
              help={help.data}
              sourceLocale={view.follows}
              locale={document.locale}
              onStatus={setStatus}
              onComment={mayComment ? comment : undefined}
              onHelp={narrow ? () => { setSheet(true); place.toTab('help') } : undefined}
            />
          </div>
          {narrow ? (
            <Drawer opened={sheet} onClose={() => { setSheet(false) }} position="bottom" size="100%" title={t('help')} closeButtonProps={{ 'aria-label': t('common:close') }}>
              {panel}
            </Drawer>
          ) : (
            <aside className={classes.side} data-region tabIndex={-1} aria-label={t('help')}>
              {panel}
            </aside>
          )}
        </div>
        <Footer entry={entry.id} locale={document.locale} handedIn={document.state === 'in_review'}>
          <Removed view={view} open={active !== null} />
        </Footer>
      </div>
    </PenContext>
  )

  function readOnlyWords(): string {
    if (document.state === 'in_review') return t('inReview', { language })
    if (entry.archived_at) return t('archived')
    const own = list(granted.filter((one) => one !== '*').map((one) => languageName(one, i18n.language)), i18n.language)
    return own ? t('noRight', { own, language }) : t('noRightAtAll', { language })
  }
}

/** Whether the text is safe. The same news again, with every letter, changes nothing. */
function useStatus() {
  const [status, setStatus] = useState<SaveStatus>({ kind: 'clean' })
  const say = useCallback((next: SaveStatus) => { setStatus((now) => (now.kind === next.kind && next.kind !== 'saved' && next.kind !== 'refused' ? now : next)) }, [])
  return [status, say] as const
}

/** How many open threads there are beside each segment. */
function useTalk(entry: string, locale: string): ReadonlyMap<string, number> {
  const { data } = useQuery(threadsQuery(entry, locale))
  return useMemo(() => {
    const counts = new Map<string, number>()
    for (const one of data ?? []) if (!one.resolved && one.at) counts.set(one.at, (counts.get(one.at) ?? 0) + 1)
    return counts
  }, [data])
}
