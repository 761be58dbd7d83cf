import { Button, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { languageName, list } from '@/lib/format'
import type { Thread } from '@/ui/comments/useThreads'
import { Dialog } from '@/ui/Dialog'
import { useVerb } from '@/ui/verbs/useVerb'
import type { Document, Entry, ReviewInfo } from './queries'
import classes from './Review.module.css'

interface Props {
  entry: Entry
  document: Document
  info: ReviewInfo
  language: string
  revision: string
  /** Without a second person: only for admins, and with a reason that everybody can read later. */
  override: boolean
  threads: readonly Thread[]
  onClose: () => void
}

/** Says once more what is approved, and sends the revision that was read: if the text went on, the server refuses. */
export function ApproveDialog({ entry, document, info, language, revision, override, threads, onClose }: Props) {
  const { t, i18n } = useTranslation('review')
  const [comment, setComment] = useState('')
  const [reason, setReason] = useState('')
  const approve = useVerb(document.entry)
  const questions = threads.filter((one) => !one.resolved && one.kind === 'question').length
  const minor = document.minor ? info.changes.filter((one) => one.op === 'changed').length : (document.minor_keys?.length ?? 0)
  const followers = entry.documents.filter((one) => one.follows === document.locale || (document.locale === 'und' && one.live && one.locale !== 'und'))
  const send = () => {
    if (override && reason.trim() === '') return
    const body = { revision, ...(comment.trim() ? { comment: comment.trim() } : {}), ...(override ? { override: reason.trim() } : {}) }
    approve.mutate({ locale: document.locale, verb: 'approve', body }, { onSuccess: onClose })
  }
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t(override ? 'override.title' : 'approve.title', { language })}
      actions={
        <Button disabled={override && reason.trim() === ''} loading={approve.isPending} onClick={send}>
          {t('approve.action', { language })}
        </Button>
      }
    >
      <Stack>
        <p className={classes.said}>{t('approve.exact', { number: info.revision_number ?? 0, title: entry.title })}</p>
        {document.locale === 'und' && followers.length > 0 ? (
          <p className={classes.said}>{t('shared', { languages: list(followers.map((one) => languageName(one.locale, i18n.language)), i18n.language) })}</p>
        ) : null}
        {document.locale !== 'und' && followers.length > 0 ? (
          <p className={classes.said}>{t('approve.followers', { languages: list(followers.map((one) => languageName(one.locale, i18n.language)), i18n.language) })}</p>
        ) : null}
        {minor > 0 ? <p className={classes.warn}>{t('approve.minor', { count: minor })}</p> : null}
        {questions > 0 ? <p className={classes.warn}>{t('approve.questions', { count: questions })}</p> : null}
        {info.findings.length > 0 ? <p className={classes.warn}>{t('approve.findings', { count: info.findings.length })}</p> : null}
        {override ? (
          <Textarea label={t('override.reason')} description={t('override.help')} required value={reason} autosize minRows={2} maxLength={2000} data-autofocus onChange={(event) => { setReason(event.currentTarget.value) }} />
        ) : null}
        <Textarea label={t('approve.comment')} value={comment} autosize minRows={2} maxLength={5000} onChange={(event) => { setComment(event.currentTarget.value) }} />
      </Stack>
    </Dialog>
  )
}
