import { Button } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas, Session } from '@/api/client'
import type { Thread } from '@/ui/comments/useThreads'
import { KeyHint, useKey } from '@/ui/keys'
import { VerbButton } from '@/ui/VerbButton'
import { VerbBar } from '@/ui/verbs/VerbBar'
import type { Document, Entry, ReviewInfo } from './queries'
import { codeReason } from '@/ui/reason'

const ApproveDialog = lazy(() => import('./ApproveDialog').then((m) => ({ default: m.ApproveDialog })))
const RequestDialog = lazy(() => import('./RequestDialog').then((m) => ({ default: m.RequestDialog })))

interface Props {
  entry: Entry
  document: Document
  info: ReviewInfo
  language: string
  revision: string
  /** The text went on since this revision. */
  newer: boolean
  session: Session
  threads: readonly Thread[]
}

/** Approve exactly what was read, or say what must change. */
export function Decision({ entry, document, info, language, revision, newer, session, threads }: Props) {
  const { t } = useTranslation(['review', 'verbs'])
  const [asking, setAsking] = useState<'approve' | 'override' | 'request' | null>(null)
  const concerned = ['approve', 'request_changes'].some((verb) => document.can.includes(verb) || document.blocked.some((one) => one.verb === verb))
  const approvable = document.can.includes('approve') && !document.blocked.some((one) => one.verb === 'approve') && !newer
  useKey('review.approve', () => { if (approvable) setAsking('approve') })
  if (!concerned) return <VerbBar entry={entry} document={document} />
  const rights = newer ? { can: document.can, blocked: [...document.blocked.filter((one) => one.verb !== 'approve'), { verb: 'approve', code: 'newer' }] } : document
  const reason = (blocked: Schemas['Blocked']) => {
    if (blocked.code === 'newer') return t('newer.first')
    return t(`verbs:blocked.${blocked.code as 'four_eyes'}`, { defaultValue: codeReason(blocked.code, t('verbs:blocked.other')) })
  }
  const own = document.blocked.some((one) => one.verb === 'approve' && one.code === 'four_eyes')
  const close = () => { setAsking(null) }
  return (
    <>
      {document.can.includes('request_changes') ? <Button variant="default" onClick={() => { setAsking('request') }}>{t('request.action')}</Button> : null}
      {own && session.manage && !newer ? <Button variant="default" onClick={() => { setAsking('override') }}>{t('override.action')}</Button> : null}
      <VerbButton verb="approve" rights={rights} primary reason={reason} onClick={() => { setAsking('approve') }} keyHint={approvable ? <KeyHint action="review.approve" /> : undefined}>
        {t('approve.action', { language })}
      </VerbButton>
      <Suspense>
        {asking === 'approve' || asking === 'override' ? (
          <ApproveDialog {...{ entry, document, info, language, revision }} override={asking === 'override'} threads={threads} onClose={close} />
        ) : null}
        {asking === 'request' ? <RequestDialog {...{ document, language, revision, threads }} onClose={close} /> : null}
      </Suspense>
    </>
  )
}
