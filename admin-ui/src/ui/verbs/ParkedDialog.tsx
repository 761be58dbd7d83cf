import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api, placeOf, type Schemas } from '@/api/client'
import { isProblem } from '@/api/problem'
import { moment } from '@/lib/format'
import type { Meeting } from '@/lib/meetings'
import type { Json } from '@/lib/merge'
import { words } from '@/lib/review'
import { CompareDialog } from '../conflict/CompareDialog'
import { Dialog } from '../Dialog'
import { ErrorState, Loading } from '../status'
import { reasonOf } from '../reason'
import { useToast } from '../toast'
import { ConfirmDialog } from './ConfirmDialog'
import { parkedQuery } from './parked'
import { useLabels } from './Sentences'
import { useVerb } from './useVerb'
import classes from './VerbBar.module.css'

interface Props {
  document: Schemas['DocumentView']
  language: string
  onClose: () => void
}

interface Overlap {
  key: string
  field: string
  yours: Json
  theirs: Json
}

/** The rewrites that were set aside: each is taken up again, or discarded. One dialog gives way to the next. */
export function ParkedDialog({ document, language, onClose }: Props) {
  const { t, i18n } = useTranslation('verbs')
  const { entry, locale } = document
  const { data, error, refetch } = useQuery(parkedQuery(entry, locale))
  const label = useLabels(document.type)
  const [discarding, setDiscarding] = useState<Schemas['SetAside'] | null>(null)
  const [meeting, setMeeting] = useState<{ parked: Schemas['SetAside']; overlaps: readonly Overlap[] } | null>(null)
  const run = useVerb(entry)
  const discard = useDiscard(document, () => {
    setDiscarding(null)
    void refetch()
  })
  const takeUp = (parked: Schemas['SetAside'], choice?: Record<string, string>) => {
    run.mutate(
      { locale, verb: 'take_up', body: { revision: document.revision ?? '', set_aside: parked.id, ...(choice ? { choice } : {}) } },
      {
        onSuccess: onClose,
        onError: (problem) => { if (isProblem(problem, 'overlaps')) setMeeting({ parked, overlaps: problem.extra.overlaps as readonly Overlap[] }) },
      },
    )
  }
  if (meeting) {
    return (
      <CompareDialog
        title={t('parked.compare', { name: meeting.parked.name })}
        meetings={meeting.overlaps.map((one): Meeting => ({ key: one.key, label: label(one.field), mine: plain(one.yours), theirs: plain(one.theirs), kind: 'value' }))}
        mineLabel={t('parked.rewrite')}
        theirsLabel={t('parked.present')}
        mineAction={t('parked.keepRewrite')}
        theirsAction={t('parked.keepPresent')}
        locale={locale}
        action={t('parked.takeUp')}
        editable={false}
        loading={run.isPending}
        onClose={() => { setMeeting(null) }}
        onDecide={(decisions) => { takeUp(meeting.parked, Object.fromEntries([...decisions].map(([key, one]) => [key, one.choice === 'mine' ? 'yours' : 'theirs']))) }}
      />
    )
  }
  if (discarding) {
    return <ConfirmDialog title={t('parked.discardTitle', { name: discarding.name })} text={t('parked.discardText')} action={t('parked.discard')} loading={discard.isPending} onClose={() => { setDiscarding(null) }} onConfirm={() => { discard.mutate(discarding.id) }} />
  }
  const mayTakeUp = document.can.includes('take_up')
  return (
    <Dialog opened onClose={onClose} title={t('parked.title', { language })} size={620}>
      {error ? <ErrorState error={error} retry={() => void refetch()} /> : null}
      {data || error ? null : <Loading lines={2} />}
      {data?.length === 0 ? <p className={classes.note}>{t('parked.none')}</p> : null}
      <ul className={classes.rows}>
        {data?.map((one) => (
          <li key={one.id} className={classes.row}>
            <b>{one.name}</b>
            <span className={classes.meta}>{t('parked.by', { name: one.parked.name, when: moment(one.parked.at, i18n.language) })}</span>
            {mayTakeUp ? (
              <span className={classes.actions}>
                <Button h={36} aria-label={`${t('parked.takeUp')}: ${one.name}`} loading={run.isPending && run.variables.body?.set_aside === one.id} onClick={() => { takeUp(one) }}>{t('parked.takeUp')}</Button>
                <Button h={36} variant="default" aria-label={`${t('parked.discard')}: ${one.name}`} onClick={() => { setDiscarding(one) }}>{t('parked.discard')}</Button>
              </span>
            ) : null}
          </li>
        ))}
      </ul>
    </Dialog>
  )
}

function plain(value: Json): Json {
  return typeof value === 'string' ? words(value) : value
}

function useDiscard({ entry, locale }: Schemas['DocumentView'], onDone: () => void) {
  const { t } = useTranslation('verbs')
  const toast = useToast()
  return useMutation({
    mutationFn: (aside: string) => answer(api.DELETE('/api/desk/entries/{id}/documents/{locale}/set-asides/{aside}', { params: { path: { ...placeOf(entry, locale), aside } } })),
    onSuccess: () => {
      toast({ message: t('parked.discarded') })
      onDone()
    },
    onError: (error: Error) => {
      toast({ kind: 'error', message: reasonOf(error) })
      onDone()
    },
  })
}
