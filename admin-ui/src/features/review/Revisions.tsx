import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { moment } from '@/lib/format'
import { StatusGlyph, type Sign } from '@/ui/Glyph'
import type { Document, Revision } from './queries'
import classes from './Review.module.css'

interface Props {
  revisions: readonly Revision[]
  deeds: readonly Schemas['HistoryView'][]
  published: ReadonlySet<string>
  names: ReadonlyMap<string, string>
  document: Document
  /** The two that are compared. */
  shown: readonly (string | undefined)[]
  newest: Revision | undefined
  onCompare: (revision: Revision) => void
}

/** The revisions, the newest first: whose they are, where they come from, and what was done with them. */
export function Revisions({ revisions, deeds, published, names, document, shown, newest, onCompare }: Props) {
  const { t, i18n } = useTranslation('review')
  const sign = (one: Revision): Sign => {
    if (document.live?.revision === one.id) return 'published'
    if (document.approved_revision === one.id) return 'approved'
    return published.has(one.id) ? 'translated' : 'draft'
  }
  const word = (one: Revision) => {
    if (document.live?.revision === one.id) return t('history.isLive')
    if (document.approved_revision === one.id) return t('history.isApproved')
    return published.has(one.id) ? t('history.wasLive') : t('history.saved')
  }
  return (
    <ol className={classes.revisions}>
      {revisions.map((one) => (
        <li key={one.id} data-shown={shown.includes(one.id) || undefined}>
          <StatusGlyph sign={sign(one)} /> <b>{t('revision', { number: one.number })}</b> · {word(one)}
          <span className={classes.facts}>
            {names.get(one.author) ?? t('somebody')} · {t(`origin.${one.origin as 'human'}`, { defaultValue: one.origin })}
          </span>
          <time dateTime={one.created_at}>{moment(one.created_at, i18n.language)}</time>
          {deeds.filter((deed) => deed.revision === one.id && deed.comment).map((deed) => (
            <p key={deed.number}>
              <b>{deed.name}:</b> {deed.comment}
            </p>
          ))}
          {newest && newest.id !== one.id ? (
            <button type="button" className={classes.link} onClick={() => { onCompare(one) }}>
              {t('history.withNewest')}
              <span className="hidden">: {t('revision', { number: one.number })}</span>
            </button>
          ) : null}
        </li>
      ))}
    </ol>
  )
}
