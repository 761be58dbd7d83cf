import { Button, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Thread } from '@/ui/comments/useThreads'
import { Dialog } from '@/ui/Dialog'
import { useVerb } from '@/ui/verbs/useVerb'
import type { Document } from './queries'
import classes from './Review.module.css'

interface Props {
  document: Document
  language: string
  revision: string
  threads: readonly Thread[]
  onClose: () => void
}

/** Sends a text back. Whoever gets it must find out why: beside the text, or in a note. */
export function RequestDialog({ document, language, revision, threads, onClose }: Props) {
  const { t } = useTranslation('review')
  const [note, setNote] = useState('')
  const [missing, setMissing] = useState(false)
  const send = useVerb(document.entry)
  const remarks = threads.filter((one) => !one.resolved).length
  const go = () => {
    const comment = note.trim() || (remarks > 0 ? t('request.seeRemarks', { count: remarks }) : '')
    if (comment === '') setMissing(true)
    else send.mutate({ locale: document.locale, verb: 'request_changes', body: { revision, comment } }, { onSuccess: onClose })
  }
  return (
    <Dialog opened onClose={onClose} title={t('request.title', { language })} actions={<Button loading={send.isPending} onClick={go}>{t('request.action')}</Button>}>
      <Stack>
        {remarks > 0 ? <p className={classes.said}>{t('request.remarks', { count: remarks })}</p> : null}
        <Textarea
          label={t('request.note')}
          description={remarks > 0 ? undefined : t('request.help')}
          required={remarks === 0}
          error={missing && note.trim() === '' ? t('request.missing') : undefined}
          value={note}
          autosize
          minRows={3}
          maxLength={5000}
          data-autofocus
          onChange={(event) => { setNote(event.currentTarget.value) }}
        />
      </Stack>
    </Dialog>
  )
}
