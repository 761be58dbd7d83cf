import { Button, Group, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './Dialog.module.css'

interface Props {
  opened: boolean
  onClose: () => void
  title: string
  children: ReactNode
  /** The buttons at the end, the primary one last; Cancel is added before it. */
  actions?: ReactNode
  size?: number | string
  /** Without a way out: only for signing in again. */
  fixed?: boolean
}

/** A dialog with its name, Esc, and the focus back where it came from. */
export function Dialog({ opened, onClose, title, children, actions, size = 520, fixed = false }: Props) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={size}
      centered
      withCloseButton={!fixed}
      closeOnClickOutside={false}
      closeOnEscape={!fixed}
      closeButtonProps={{ 'aria-label': t('close') }}
      classNames={{ title: classes.title ?? '', content: classes.content ?? '', header: classes.header ?? '' }}
    >
      {children}
      {actions ? (
        <Group justify="flex-end" mt="lg" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          {actions}
        </Group>
      ) : null}
    </Modal>
  )
}
