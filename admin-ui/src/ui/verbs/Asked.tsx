import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { ConfirmDialog } from './ConfirmDialog'
import type { useVerb } from './useVerb'

const MinorDialog = lazy(() => import('./MinorDialog').then((m) => ({ default: m.MinorDialog })))
const ParkedDialog = lazy(() => import('./ParkedDialog').then((m) => ({ default: m.ParkedDialog })))
const PublishDialog = lazy(() => import('./PublishDialog').then((m) => ({ default: m.PublishDialog })))
const SetAsideDialog = lazy(() => import('./SetAsideDialog').then((m) => ({ default: m.SetAsideDialog })))
const SubmitDialog = lazy(() => import('./SubmitDialog').then((m) => ({ default: m.SubmitDialog })))

/** The verbs that ask something first. */
export const asked = ['submit', 'publish', 'unpublish', 'set_aside', 'take_up', 'revoke_minor'] as const
export type Asking = (typeof asked)[number]

interface Props {
  asking: Asking | null
  entry: Schemas['EntryView']
  document: Schemas['DocumentView']
  language: string
  run: ReturnType<typeof useVerb>
  onClose: () => void
}

/** The dialog of a verb, loaded when it is opened. */
export function Asked({ asking, entry, document, language, run, onClose }: Props) {
  const { t } = useTranslation('verbs')
  const of = { document, language, onClose }
  return (
    <Suspense>
      {asking === 'submit' ? <SubmitDialog entry={entry} {...of} /> : null}
      {asking === 'publish' ? <PublishDialog entry={entry} current={document.locale} onClose={onClose} /> : null}
      {asking === 'set_aside' ? <SetAsideDialog {...of} /> : null}
      {asking === 'take_up' ? <ParkedDialog {...of} /> : null}
      {asking === 'revoke_minor' ? <MinorDialog document={document} onClose={onClose} /> : null}
      {asking === 'unpublish' ? (
        <ConfirmDialog
          title={t('unpublish.title', { language })}
          text={t('unpublish.text')}
          action={t('verb.unpublish', { language })}
          loading={run.isPending}
          onClose={onClose}
          onConfirm={() => { run.mutate({ locale: document.locale, verb: 'unpublish' }, { onSettled: onClose }) }}
        />
      ) : null}
    </Suspense>
  )
}
