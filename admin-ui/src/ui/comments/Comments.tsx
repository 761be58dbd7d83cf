import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { CommentForm } from './CommentForm'
import classes from './Comments.module.css'
import { Threads } from './Threads'
import { threadsQuery } from './useThreads'

interface Props {
  entry: string
  locale: string
  /** Field path or segment key; empty for the text as a whole. */
  at: string
  /** What a translation follows: questions are asked there, once for all languages. */
  source?: string
  mayComment: boolean
  /** Whether the form is open; whoever shows this decides, because a key opens it, too. */
  writing: boolean
  onWriting: (open: boolean) => void
  /** The key that opens the form, where there is one. */
  hint?: ReactNode
}

/** Everything that is said about one place of a text: reading, answering, settling, asking. */
export function Comments({ entry, locale, at, source, mayComment, writing, onWriting, hint }: Props) {
  const { t } = useTranslation('comments')
  const { data } = useQuery(threadsQuery(entry, locale))
  const here = (data ?? []).filter((one) => (one.at ?? '') === at)
  return (
    <section className={classes.place} aria-label={t('list')}>
      {here.length > 0 ? <Threads snug threads={here} document={{ entry, locale }} /> : data ? <p className={classes.none}>{t('none')}</p> : null}
      {writing && mayComment ? (
        <CommentForm snug key={at} document={{ entry, locale }} at={at} source={source} onDone={() => { onWriting(false) }} />
      ) : mayComment ? (
        <button type="button" className={classes.link} onClick={() => { onWriting(true) }}>
          {t('write')} {hint}
        </button>
      ) : (
        <p className={classes.none}>{t('noRight')}</p>
      )}
    </section>
  )
}
