import { useTranslation } from 'react-i18next'
import { list } from '@/lib/format'
import { useThreads } from '@/ui/comments/useThreads'
import { StatusGlyph } from '@/ui/Glyph'
import { useToast } from '@/ui/toast'
import type { Document, ReviewInfo } from './queries'
import classes from './Review.module.css'

interface Props {
  document: Document
  info: ReviewInfo
  language: string
  me: { id: string; name: string }
  mayComment: boolean
}

/** Who wrote, who approved, and who may: nobody approves her own words alone. */
export function FourEyes({ document, info, language, me, mayComment }: Props) {
  const { t, i18n } = useTranslation('review')
  const toast = useToast()
  const { begin } = useThreads({ entry: document.entry, locale: document.locale })
  const names = (people: readonly { name: string }[]) => list(people.map((one) => one.name), i18n.language)
  const wrote = info.writers.some((one) => one.id === me.id)
  const mine = info.since ? info.changes.filter((one) => one.by?.by === me.id).length : (info.written.find((one) => one.id === me.id)?.segments ?? 0)
  const reviewer = document.can.includes('approve') || document.blocked.some((one) => one.verb === 'approve')
  const own = document.blocked.some((one) => one.verb === 'approve' && one.code === 'four_eyes')
  const others = info.eligible.filter((one) => one.id !== me.id)
  const ask = (person: { id: string; name: string }) => {
    begin.mutate(
      { kind: 'comment', at: '', body: t('ask.body', { name: person.name, language }), mentions: [person.id] },
      { onSuccess: () => { toast({ message: t('ask.done', { name: person.name }) }) } },
    )
  }
  return (
    <section className={classes.eyes}>
      <h2>
        <StatusGlyph sign={document.state === 'approved' ? 'approved' : 'in_review'} size={18} /> {t('eyes')}
      </h2>
      {info.writers.length > 0 ? <p>{t('eyes.writers', { names: names(info.writers) })}</p> : <p>{t('eyes.noWriters')}</p>}
      {info.approvals.length > 0 ? <p>{t('eyes.approvals', { names: names(info.approvals) })}</p> : document.state === 'in_review' ? <p>{t('eyes.noApprovals')}</p> : null}
      {document.state === 'in_review' && reviewer ? <p className={own ? classes.warn : undefined}>{own ? t('eyes.own', { count: mine }) : wrote ? t('eyes.alsoYours') : t('eyes.notYours')}</p> : null}
      {info.must_change > 0 ? <p className={classes.warn}>{t('eyes.mustChange', { count: info.must_change })}</p> : null}
      {document.state === 'in_review' && (own || !reviewer) ? (
        others.length > 0 ? (
          <>
            <p>{t('eyes.can', { language, names: names(others) })}</p>
            {mayComment ? (
              <div className={classes.ask}>
                {others.slice(0, 4).map((one) => (
                  <button key={one.id} type="button" className={classes.small} disabled={begin.isPending} onClick={() => { ask(one) }}>
                    {t('ask.action', { name: one.name })}
                  </button>
                ))}
              </div>
            ) : null}
          </>
        ) : (
          <p>{t('eyes.nobody', { language })}</p>
        )
      ) : null}
    </section>
  )
}
