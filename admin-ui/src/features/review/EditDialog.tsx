import { Button } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Dialog } from '@/ui/Dialog'
import { documentPath } from '@/ui/DocumentLink'
import { useVerb } from '@/ui/verbs/useVerb'
import type { Document, Entry, ReviewInfo } from './queries'
import classes from './Review.module.css'

interface Props {
  entry: Entry
  document: Document
  info: ReviewInfo
  me: string
  at: string
  onClose: () => void
}

/** Whoever edits has written: somebody else then approves. Says so before, not after. */
export function EditDialog({ entry, document, info, me, at, onClose }: Props) {
  const { t } = useTranslation('review')
  const navigate = useNavigate()
  const run = useVerb(entry.id)
  const open = document.can.includes('save') || document.can.includes('segments')
  const wrote = info.writers.some((one) => one.id === me)
  const go = () => {
    const to = documentPath({ entry: entry.id, locale: document.locale, source: entry.source_locale, detached: !document.follows })
    void navigate({ to: to as '/', search: { at } as never })
  }
  const start = () => {
    if (open) {
      go()
      return
    }
    const revision = document.revision ? { revision: document.revision } : {}
    const call = document.can.includes('withdraw')
      ? { locale: document.locale, verb: 'withdraw' as const, body: revision }
      : { locale: document.locale, verb: 'request_changes' as const, body: { ...revision, comment: t('edit.note') } }
    run.mutate(call, { onSuccess: go })
  }
  return (
    <Dialog opened onClose={onClose} title={t('edit.title')} actions={<Button loading={run.isPending} onClick={start}>{t('editMyself')}</Button>}>
      <p className={classes.said}>{t(wrote ? 'edit.wrote' : 'edit.warning')}</p>
      {open ? null : <p className={classes.said}>{t('edit.leavesReview')}</p>}
    </Dialog>
  )
}
