import { Button, Radio } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { colleaguesQuery } from '@/api/queries'
import { mentioned } from '@/lib/mentions'
import classes from './Comments.module.css'
import { MentionArea } from './MentionArea'
import { sending } from './sending'
import { useThreads, type Beside, type RemarkKind } from './useThreads'

interface Props {
  document: Beside
  /** The place in the text; empty for the text as a whole. */
  at: string
  /** May say what must change before approval. */
  mayDemand?: boolean
  /** The language whose text a question is about, if that is not the document's own: everybody who translates it sees the question. */
  source?: string | undefined
  /** Without the margins of a row. */
  snug?: boolean
  onDone: () => void
}

/** Writes a comment beside a place, a question, or what must change before approval. */
export function CommentForm({ document, at, mayDemand = false, source, snug = false, onDone }: Props) {
  const { t } = useTranslation(['comments', 'common'])
  const { data: people = [] } = useQuery(colleaguesQuery)
  const [kind, setKind] = useState<RemarkKind>('comment')
  const [body, setBody] = useState('')
  const { begin } = useThreads(document)
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    field.current?.focus()
  }, [])
  const kinds: RemarkKind[] = mayDemand ? ['comment', 'question', 'must_change'] : ['comment', 'question']
  const send = () => {
    if (body.trim() === '' || begin.isPending) return
    const about = kind === 'question' && source ? { locale: source } : {}
    begin.mutate({ kind, at, body: body.trim(), mentions: mentioned(body, people), ...about }, { onSuccess: onDone })
  }
  return (
    <form
      className={classes.form}
      data-snug={snug || undefined}
      {...sending(send, onDone)}
    >
      <Radio.Group value={kind} onChange={(value) => { setKind(value as RemarkKind) }} label={t('remark.kind')}>
        <div className={classes.kinds}>
          {kinds.map((one) => (
            <Radio key={one} value={one} label={one === 'question' && source ? t('sourceQuestion') : t(`remark.${one}`)} description={one === 'question' && source ? t('askedOnce') : undefined} />
          ))}
        </div>
      </Radio.Group>
      <MentionArea label={t('remark.body')} value={body} onChange={setBody} ref={field} />
      <div className={classes.foot}>
        <Button type="submit" h={34} disabled={body.trim() === ''} loading={begin.isPending}>{t(`remark.send.${kind}`)}</Button>
        <Button variant="default" h={34} onClick={onDone}>{t('common:cancel')}</Button>
      </div>
    </form>
  )
}
