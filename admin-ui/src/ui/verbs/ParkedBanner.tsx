import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { Banner } from '../status'
import { parkedQuery } from './parked'

const ParkedDialog = lazy(() => import('./ParkedDialog').then((m) => ({ default: m.ParkedDialog })))

/** Reminds whoever may take a rewrite up that one waits. */
export function ParkedBanner({ document, language }: { document: Schemas['DocumentView']; language: string }) {
  const { t } = useTranslation('verbs')
  const [open, setOpen] = useState(false)
  const { data } = useQuery({ ...parkedQuery(document.entry, document.locale), enabled: document.can.includes('take_up') })
  const shown = document.can.includes('take_up') && data !== undefined && data.length > 0
  return (
    <>
      {shown ? <Banner action={<Button variant="default" h={34} onClick={() => { setOpen(true) }}>{t('parked.open')}</Button>}>{t('parked.waiting', { count: data.length })}</Banner> : null}
      <Suspense>{open ? <ParkedDialog document={document} language={language} onClose={() => { setOpen(false) }} /> : null}</Suspense>
    </>
  )
}
