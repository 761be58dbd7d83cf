import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ago } from '@/lib/format'
import type { Document, Thread } from './queries'
import classes from './Review.module.css'
import { useThreads } from './useThreads'

/** What was said beside a place, the open threads first. */
export function Threads({ threads, document }: { threads: readonly Thread[]; document: Document }) {
  const open = threads.filter((one) => !one.resolved)
  const settled = threads.filter((one) => one.resolved)
  return (
    <div className={classes.threads}>
      {[...open, ...settled].map((one) => (
        <OneThread key={one.id} thread={one} document={document} />
      ))}
    </div>
  )
}

function OneThread({ thread, document }: { thread: Thread; document: Document }) {
  const { t, i18n } = useTranslation('review')
  const { settle } = useThreads(document)
  const [answering, setAnswering] = useState(false)
  const kind = thread.kind as 'comment'
  return (
    <section className={classes.thread} data-kind={thread.kind} data-settled={thread.resolved ? true : undefined} aria-label={t(`remark.${kind}`)}>
      <h3>
        {t(`remark.${kind}`)}
        {thread.resolved ? <span> · {t('settledBy', { name: thread.resolved.name })}</span> : null}
      </h3>
      <ol>
        {thread.comments.map((one) => (
          <li key={one.id}>
            <b>{one.name}</b> <time dateTime={one.created_at}>{ago(one.created_at, i18n.language)}</time>
            <p>{one.body}</p>
          </li>
        ))}
      </ol>
      {answering ? (
        <Answer thread={thread} document={document} onDone={() => { setAnswering(false) }} />
      ) : (
        <div className={classes.foot}>
          {thread.can.includes('reply') ? <button type="button" className={classes.link} onClick={() => { setAnswering(true) }}>{t('reply')}</button> : null}
          {thread.can.includes('resolve') ? <button type="button" className={classes.link} onClick={() => { settle.mutate({ thread: thread.id, open: false }) }}>{t('resolve')}</button> : null}
          {thread.can.includes('reopen') ? <button type="button" className={classes.link} onClick={() => { settle.mutate({ thread: thread.id, open: true }) }}>{t('reopen')}</button> : null}
        </div>
      )}
    </section>
  )
}

function Answer({ thread, document, onDone }: { thread: Thread; document: Document; onDone: () => void }) {
  const { t } = useTranslation(['review', 'common'])
  const [body, setBody] = useState('')
  const { reply } = useThreads(document)
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (body.trim() !== '') reply.mutate({ thread: thread.id, body: body.trim() }, { onSuccess: onDone })
      }}
    >
      <Textarea label={t('answer')} value={body} autosize minRows={2} maxLength={5000} onChange={(event) => { setBody(event.currentTarget.value) }} />
      <div className={classes.foot}>
        <Button type="submit" h={34} disabled={body.trim() === ''} loading={reply.isPending}>{t('reply')}</Button>
        <Button variant="default" h={34} onClick={onDone}>{t('common:cancel')}</Button>
      </div>
    </form>
  )
}
