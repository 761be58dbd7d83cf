import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Session } from '@/api/client'

const NewEntryDialog = lazy(() => import('./NewEntryDialog').then((m) => ({ default: m.NewEntryDialog })))

/** The button that begins an entry, for whoever may begin one. */
export function NewEntry({ session, type }: { session: Session; type?: string | undefined }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  if (session.can.create.length === 0) return null
  return (
    <>
      <Button ml="auto" leftSection={<IconPlus size={18} aria-hidden />} onClick={() => { setOpen(true) }}>
        {t('newEntry')}
      </Button>
      <Suspense>{open ? <NewEntryDialog session={session} type={type} onClose={() => { setOpen(false) }} /> : null}</Suspense>
    </>
  )
}
