import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { colleaguesQuery } from '@/api/queries'
import { ago, languageName } from '@/lib/format'
import { mentioned, places } from '@/lib/mentions'
import classes from './Comments.module.css'
import { MentionArea } from './MentionArea'
import { sending } from './sending'
import { useThreads, type Beside, type Thread } from './useThreads'

type Said = Schemas['CommentView']

/** What was said beside a place, the open threads first. */
export function Threads({ threads, document, snug = false }: { threads: readonly Thread[]; document: Beside; snug?: boolean }) {
  const open = threads.filter((one) => !one.resolved)
  const settled = threads.filter((one) => one.resolved)
  return (
    <div className={classes.threads} data-snug={snug || undefined}>
      {[...open, ...settled].map((one) => (
        <OneThread key={one.id} thread={one} document={document} />
      ))}
    </div>
  )
}

function OneThread({ thread, document }: { thread: Thread; document: Beside }) {
  const { t, i18n } = useTranslation('comments')
  const { reply, settle } = useThreads(document)
  const [answering, setAnswering] = useState(false)
  const kind = thread.kind as 'comment'
  return (
    <section className={classes.thread} data-kind={thread.kind} data-settled={thread.resolved ? true : undefined} aria-label={t(`remark.${kind}`)}>
      <h3>
        {t(`remark.${kind}`)}
        {thread.locale !== document.locale ? <span> · {t('about', { language: languageName(thread.locale, i18n.language) })}</span> : null}
        {thread.resolved ? <span> · {t('settledBy', { name: thread.resolved.name })}</span> : null}
      </h3>
      <ol>
        {thread.comments.map((one) => (
          <OneComment key={one.id} comment={one} document={document} />
        ))}
      </ol>
      {answering ? (
        <Words
          label={t('answer')}
          action={t('reply')}
          loading={reply.isPending}
          onSend={(said) => { reply.mutate({ thread: thread.id, ...said }, { onSuccess: () => { setAnswering(false) } }) }}
          onCancel={() => { setAnswering(false) }}
        />
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

function OneComment({ comment, document }: { comment: Said; document: Beside }) {
  const { t, i18n } = useTranslation('comments')
  const { edit } = useThreads(document)
  const [mending, setMending] = useState(false)
  return (
    <li>
      <b>{comment.name}</b> <time dateTime={comment.created_at}>{ago(comment.created_at, i18n.language)}</time>
      {comment.edited_at ? <small> {t('edited')}</small> : null}
      {mending ? (
        <Words
          label={t('answer')}
          action={t('save')}
          start={comment.body}
          loading={edit.isPending}
          onSend={(said) => { edit.mutate({ comment: comment.id, ...said }, { onSuccess: () => { setMending(false) } }) }}
          onCancel={() => { setMending(false) }}
        />
      ) : (
        <p>
          <Body text={comment.body} mentions={comment.mentions} />
          {comment.can.includes('edit') ? <> <button type="button" className={classes.quiet} onClick={() => { setMending(true) }}>{t('edit')}</button></> : null}
        </p>
      )}
    </li>
  )
}

/** A comment with the names of those whom it calls. */
function Body({ text, mentions }: { text: string; mentions: Said['mentions'] }) {
  const named = places(text, mentions)
  return (
    <>
      {named.map(({ from, to }, index) => (
        <span key={from}>
          {text.slice(named[index - 1]?.to ?? 0, from)}
          <b className={classes.named}>{text.slice(from, to)}</b>
        </span>
      ))}
      {text.slice(named.at(-1)?.to ?? 0)}
    </>
  )
}

interface WordsProps {
  label: string
  action: string
  start?: string
  loading: boolean
  onSend: (said: { body: string; mentions: string[] }) => void
  onCancel: () => void
}

function Words({ label, action, start = '', loading, onSend, onCancel }: WordsProps) {
  const { t } = useTranslation()
  const { data: people = [] } = useQuery(colleaguesQuery)
  const [body, setBody] = useState(start)
  const send = () => {
    if (body.trim() !== '' && !loading) onSend({ body: body.trim(), mentions: mentioned(body, people) })
  }
  return (
    <form
      className={classes.form}
      {...sending(send, onCancel)}
    >
      <MentionArea label={label} value={body} onChange={setBody} ref={(field) => { if (field && field.value === start) field.focus() }} />
      <div className={classes.foot}>
        <Button type="submit" h={34} disabled={body.trim() === ''} loading={loading}>{action}</Button>
        <Button variant="default" h={34} onClick={onCancel}>{t('cancel')}</Button>
      </div>
    </form>
  )
}
