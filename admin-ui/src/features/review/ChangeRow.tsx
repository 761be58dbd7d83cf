import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import type { Row } from '@/lib/review'
import { ago } from '@/lib/format'
import { CommentForm } from '@/ui/comments/CommentForm'
import { Threads } from '@/ui/comments/Threads'
import type { Thread } from '@/ui/comments/useThreads'
import { DiffText } from '@/ui/DiffText'
import { KeyHint } from '@/ui/keys'
import type { Document } from './queries'
import classes from './Review.module.css'

interface Props {
  row: Row
  number: number
  of: number
  document: Document
  compared: boolean
  author: Schemas['Act'] | undefined
  threads: readonly Thread[]
  at: string | undefined
  sourceLocale: string | undefined
  mayComment: boolean
  mayDemand: boolean
  writing: string | null
  onWrite: (path: string | null) => void
  onEdit: ((path: string) => void) | undefined
  onFocus: () => void
}

/** One change: the source on its buff ground, what was there, what is there now, and what is said about it. */
export function ChangeRow({ row, number, of, document, compared, author, threads, at, sourceLocale, mayComment, mayDemand, writing, onWrite, onEdit, onFocus }: Props) {
  const { t, i18n } = useTranslation('review')
  const lang = document.locale === 'und' ? document.source_locale : document.locale
  const current = at === row.path
  const source = row.source !== undefined && sourceLocale
  const sides = compared && row.op !== 'same' && row.op !== 'moved'
  return (
    <article
      className={classes.change}
      data-change={row.path}
      data-op={row.op}
      data-current={current || undefined}
      tabIndex={-1}
      aria-label={t('rowName', { number, of, what: t(`op.${row.op}`) })}
      onFocus={onFocus}
    >
      <div className={classes.sides} data-columns={(source ? 1 : 0) + (sides ? 2 : 1)}>
        {source ? (
          <Side name={t('source')} lang={sourceLocale} kind="source">
            {row.source}
          </Side>
        ) : null}
        {sides ? (
          <Side name={t('before')} lang={lang} kind="before">
            {row.before === '' ? <i>{t('wasNothing')}</i> : row.before}
          </Side>
        ) : null}
        <Side name={t(sides ? 'after' : row.op === 'same' && compared ? 'unchanged' : 'text')} lang={lang} kind="after">
          {row.op === 'moved' ? <i lang={i18n.language}>{t('moved')}</i> : null}
          {row.op !== 'moved' && row.tokens.length === 0 ? <i lang={i18n.language}>{t('isEmpty')}</i> : <DiffText tokens={row.tokens} lang={lang} />}
          {row.marksOnly ? <small lang={i18n.language}>{t('marksOnly')}</small> : null}
          {isMinor(document, row) ? <small lang={i18n.language} className={classes.minor}>{t('minor.row')}</small> : null}
        </Side>
      </div>
      {threads.length > 0 ? <Threads threads={threads} document={document} /> : null}
      {writing === row.path ? (
        <CommentForm document={document} at={row.path} mayDemand={mayDemand} onDone={() => { onWrite(null) }} />
      ) : (
        <div className={classes.foot}>
          {author ? <span>{t('byWhom', { name: author.name, ago: ago(author.at, i18n.language) })}</span> : null}
          {mayComment ? (
            <button type="button" className={classes.link} onClick={() => { onWrite(row.path) }}>
              {t('comment')}
              {/* It keeps its room: what is pressed must not move away under the pointer. */}
              <span className={classes.key} data-current={current || undefined}><KeyHint action="review.comment" /></span>
            </button>
          ) : null}
          {onEdit ? (
            <button type="button" className={classes.link} onClick={() => { onEdit(row.path) }}>
              {t('editMyself')}
            </button>
          ) : null}
        </div>
      )}
    </article>
  )
}

/** What the submitter declared: only a changed sentence can be unchanged in meaning. */
function isMinor(document: Document, row: Row): boolean {
  return row.op === 'changed' && (document.minor === true || (document.minor_keys?.includes(row.path) ?? false))
}

function Side({ name, lang, kind, children }: { name: string; lang: string; kind: 'source' | 'before' | 'after'; children: React.ReactNode }) {
  return (
    <div className={classes.side} data-kind={kind}>
      <h3>{name}</h3>
      <div className={classes.prose} lang={lang}>
        {children}
      </div>
    </div>
  )
}
