import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Dialog } from '../Dialog'

interface Props {
  title: string
  text: ReactNode
  action: string
  loading?: boolean
  onClose: () => void
  onConfirm: () => void
}

/** Asks before what cannot be undone, naming it on the button. */
export function ConfirmDialog({ title, text, action, loading = false, onClose, onConfirm }: Props) {
  return (
    <Dialog opened onClose={onClose} title={title} actions={<Button loading={loading} onClick={onConfirm}>{action}</Button>}>
      {text}
    </Dialog>
  )
}
