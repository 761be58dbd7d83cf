import { ActionIcon } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useAnnounce } from './announce'
import classes from './ReorderList.module.css'

interface Props<T> {
  items: readonly T[]
  id: (item: T) => string
  name: (item: T, index: number) => string
  children: (item: T, index: number) => ReactNode
  onMove: (from: number, to: number) => void
  disabled?: boolean
}

/** The list with one item moved. */
export function moved<T>(items: readonly T[], from: number, to: number): T[] {
  const item = items[from]
  if (item === undefined || to < 0 || to >= items.length) return [...items]
  return items.toSpliced(from, 1).toSpliced(to, 0, item)
}

/** A list whose order is changed by buttons. */
export function ReorderList<T>({ items, id, name, children, onMove, disabled = false }: Props<T>) {
  const { t } = useTranslation()
  const announce = useAnnounce()
  const move = (from: number, to: number) => {
    const item = items[from]
    if (item === undefined || to < 0 || to >= items.length) return
    onMove(from, to)
    announce(t('reorder.moved', { name: name(item, from), at: to + 1, of: items.length }))
  }
  return (
    <ol className={classes.list}>
      {items.map((item, i) => (
        <li key={id(item)} data-item={id(item)}>
          <div className={classes.body}>{children(item, i)}</div>
          {disabled ? null : (
            <div className={classes.buttons}>
              <ActionIcon variant="default" size={32} aria-label={t('reorder.up', { name: name(item, i) })} aria-disabled={i === 0} onClick={() => { move(i, i - 1) }}>
                <IconArrowUp size={16} aria-hidden />
              </ActionIcon>
              <ActionIcon variant="default" size={32} aria-label={t('reorder.down', { name: name(item, i) })} aria-disabled={i === items.length - 1} onClick={() => { move(i, i + 1) }}>
                <IconArrowDown size={16} aria-hidden />
              </ActionIcon>
            </div>
          )}
        </li>
      ))}
    </ol>
  )
}
