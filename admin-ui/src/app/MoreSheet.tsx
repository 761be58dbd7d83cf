import { Drawer } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './Shell.module.css'

/** On small screens: what has no room in the bottom bar. */
export function MoreSheet({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <Drawer opened onClose={onClose} position="bottom" title={t('nav.more')} size="auto" closeButtonProps={{ 'aria-label': t('close') }}>
      <div className={classes.more}>{children}</div>
    </Drawer>
  )
}
