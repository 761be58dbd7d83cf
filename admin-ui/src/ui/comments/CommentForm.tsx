import { Button, Radio, Textarea } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Document } from './queries'
import classes from './Review.module.css'
import { useThreads, type RemarkKind } from './useThreads'

interface Props {
  document: Document
  /** The place in the text; empty for the text as a whole. */
  at: string
  mayDemand: boolean
  onDone: () => void
}

/** Writes a comment beside a place, a question, or what must change before approval. */
export function RemarkForm({ document, at, mayDemand, onDone }: Props) {
  const { t } = useTranslation(['review', 'common'])
  const [kind, setKind] = useState<RemarkKind>('comment')
  const [body, setBody] = useState('')
  const { begin } = useThreads(document)
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    field.current?.focus()
  }, [])
  const kinds: RemarkKind[] = mayDemand ? ['comment', 'question', 'must_change'] : ['comment', 'question']
  const send = () => {
    if (body.trim() !== '') begin.mutate({ kind, at, body: body.trim() }, { onSuccess: onDone })
  }
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onDone()
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault()
          event.stopPropagation()
          send()
        }
      }}
    >
      <Radio.Group value={kind} onChange={(value) => { setKind(value as RemarkKind) }} label={t('remark.kind')}>
        <div className={classes.kinds}>
          {kinds.map((one) => (
            <Radio key={one} value={one} label={t(`remark.${one}`)} />
          ))}
        </div>
      </Radio.Group>
      <Textarea label={t('remark.body')} value={body} autosize minRows={2} maxLength={5000} ref={field} onChange={(event) => { setBody(event.currentTarget.value) }} />
      <div className={classes.foot}>
        <Button type="submit" h={34} disabled={body.trim() === ''} loading={begin.isPending}>{t(`remark.send.${kind}`)}</Button>
        <Button variant="default" h={34} onClick={onDone}>{t('common:cancel')}</Button>
      </div>
    </form>
  )
}
