import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas, Session } from '@/api/client'
import { list } from '@/lib/format'
import { CommentForm } from '@/ui/comments/CommentForm'
import { Threads } from '@/ui/comments/Threads'
import type { Thread } from '@/ui/comments/useThreads'
import { useFindingWords } from '@/ui/findingWords'
import { fieldLabel } from './fieldLabel'
import { FourEyes } from './FourEyes'
import type { Document, Entry, ReviewInfo } from './queries'
import classes from './Review.module.css'

interface Props {
  entry: Entry
  document: Document
  info: ReviewInfo
  session: Session
  type: Schemas['Type']
  language: string
  threads: readonly Thread[]
  mayComment: boolean
  mayDemand: boolean
  /** The places that are on the screen; what is said elsewhere stands here. */
  shown: readonly string[]
  onShow: (path: string) => void
}

/** Who decides, whose words it is, what differs from the source, and what is said about the whole. */
export function Aside({ entry, document, info, session, type, language, threads, mayComment, mayDemand, shown, onShow }: Props) {
  const { t } = useTranslation('review')
  const [writing, setWriting] = useState(false)
  const elsewhere = threads.filter((one) => !one.at || !shown.includes(one.at))
  return (
    <aside className={classes.aside} data-region tabIndex={-1} aria-label={t('aside')}>
      <FourEyes {...{ document, info, language }} me={session.user} mayComment={mayComment} />
      <Work info={info} translated={document.follows !== undefined} />
      {document.follows ? <Findings info={info} type={type} onShow={onShow} shown={shown} /> : null}
      <section>
        <h2>{t('whole')}</h2>
        {elsewhere.length > 0 ? <Threads snug threads={elsewhere} document={document} /> : <p className={classes.quiet}>{t('noRemarks')}</p>}
        {writing ? (
          <CommentForm snug document={document} at="" mayDemand={mayDemand} onDone={() => { setWriting(false) }} />
        ) : mayComment && !entry.archived_at ? (
          <button type="button" className={classes.link} onClick={() => { setWriting(true) }}>{t('commentWhole')}</button>
        ) : null}
      </section>
    </aside>
  )
}

function Work({ info, translated }: { info: ReviewInfo; translated: boolean }) {
  const { t } = useTranslation('review')
  if (info.segments === 0) return null
  const all = info.segments
  return (
    <section>
      <h2>{t(translated ? 'whoTranslated' : 'whoWrote')}</h2>
      <ul className={classes.shares}>
        {info.written.map((one) => (
          <li key={one.id}>
            <b>{one.name}</b> <span>{t('share', { count: all, done: one.segments })}</span>
          </li>
        ))}
      </ul>
      <h3>{t('reviewed')}</h3>
      {info.reviewed.length === 0 ? <p className={classes.quiet}>{t('reviewedByNobody')}</p> : null}
      <ul className={classes.shares}>
        {info.reviewed.map((one) => (
          <li key={one.id}>
            <b>{one.name}</b> <span>{t('share', { count: all, done: one.segments })}</span>
            <meter min={0} max={all} value={one.segments} aria-label={t('reviewedBy', { name: one.name })} />
          </li>
        ))}
      </ul>
    </section>
  )
}

interface FindingsProps {
  info: ReviewInfo
  type: Schemas['Type']
  shown: readonly string[]
  onShow: (path: string) => void
}

/** Numbers, dates, links and names that the source has otherwise: to be judged without knowing the language. */
function Findings({ info, type, shown, onShow }: FindingsProps) {
  const { t, i18n } = useTranslation('review')
  const words = useFindingWords()
  const codes = [...new Set(info.findings.map((one) => one.code))]
  return (
    <section>
      <h2>{t('findings', { count: info.findings.length })}</h2>
      {info.findings.length === 0 ? <p className={classes.quiet}>{t('noFindings')}</p> : <p className={classes.quiet}>{list(codes.map((code) => t(`finding.${code as 'numbers'}`, { defaultValue: code })), i18n.language)}</p>}
      <ul className={classes.findings}>
        {info.findings.map((one) => (
          <li key={`${one.key} ${one.code} ${one.message}`}>
            {shown.includes(one.key) ? (
              <button type="button" className={classes.link} onClick={() => { onShow(one.key) }}>{fieldLabel(type, one.field, i18n.language)}</button>
            ) : (
              <b>{fieldLabel(type, one.field, i18n.language)}</b>
            )}
            <span lang={words(one).lang}>{words(one).message}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
