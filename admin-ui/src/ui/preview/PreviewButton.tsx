import { Button } from '@mantine/core'
import { IconEye } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'

const PreviewDialog = lazy(() => import('./PreviewDialog').then((m) => ({ default: m.PreviewDialog })))

interface Props {
  document: Schemas['DocumentView']
  language: string
  /** Sends what is not saved yet: the link shows the text that is on the screen. */
  settle?: (() => Promise<void>) | undefined
}

/** Opens the links that show this text in its page, without an account. */
export function PreviewButton({ document, language, settle }: Props) {
  const { t } = useTranslation('verbs')
  const [open, setOpen] = useState(false)
  if (!document.revision) return null
  const show = async () => {
    await settle?.()
    setOpen(true)
  }
  return (
    <>
      <Button variant="default" leftSection={<IconEye size={18} aria-hidden />} onClick={() => void show()}>{t('preview.button')}</Button>
      <Suspense>{open ? <PreviewDialog document={document} language={language} onClose={() => { setOpen(false) }} /> : null}</Suspense>
    </>
  )
}
