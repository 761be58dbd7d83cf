import { IconDots } from '@tabler/icons-react'
import { lazy, Suspense, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './desk.module.css'
import type { HomeItem } from './home'

// The Desk is the first thing somebody sees, so what few press is loaded when it is pressed.
const ItemMenu = lazy(() => import('./ItemMenu').then((m) => ({ default: m.ItemMenu })))

export interface ActionsProps {
  item: HomeItem
  name: string
  me: string
  snoozed: boolean
}

/** The button behind which there is what can be done to an item without opening it. */
export function ItemActions(props: ActionsProps) {
  const { t } = useTranslation('desk')
  const button = useRef<HTMLButtonElement>(null)
  const [open, setOpen] = useState(false)
  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  return (
    <>
      <button ref={button} type="button" className={classes.dots} aria-haspopup="menu" aria-expanded={open} aria-label={t('item.menu', { name: props.name })} onClick={() => { setOpen(true) }}>
        <IconDots size={18} aria-hidden />
      </button>
      <Suspense>{open ? <ItemMenu {...props} button={button} onClose={close} /> : null}</Suspense>
    </>
  )
}
