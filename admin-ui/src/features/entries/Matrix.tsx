import { useVirtualizer } from '@tanstack/react-virtual'
import { useRouter } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { languageName } from '@/lib/format'
import { CellMenu, type Spot } from './CellMenu'
import classes from './entries.module.css'
import { MatrixRow } from './MatrixRow'
import type { Entry } from './rows'
import { useGrid } from './useGrid'
import type { Selection } from './useSelection'

export interface ListProps {
  entries: readonly Entry[]
  /** The columns: the languages in their order, then und. */
  locales: readonly string[]
  typeName: (type: string) => string
  selection: Selection
  /** Loads what comes next, if there is more. */
  more?: (() => void) | undefined
}

const rowHeight = 45
const drawn = 200
/** Columns before and after the languages: the box and the title; when it changed and when it is due. */
const before = 2
const after = 2

/** Entries by languages: one glance says what is missing, waiting or out of date. */
export function Matrix({ entries, locales, typeName, selection, more }: ListProps) {
  const { t, i18n } = useTranslation(['entries', 'common'])
  const router = useRouter()
  const scroll = useRef<HTMLDivElement>(null)
  const [spot, setSpot] = useState<Spot | null>(null)
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: entries.length > drawn ? 8 : entries.length,
    scrollPaddingStart: 40,
    initialRect: { width: 1000, height: 700 },
  })
  const show = useCallback(
    (row: number) => {
      virtual.scrollToIndex(row)
    },
    [virtual],
  )
  const { onKeyDown, here, goTo } = useGrid(entries.length, locales.length + before + after, show, { row: 0, column: 1 })
  // Once, not for each cell: what knows the names of languages is slow to make.
  const shared = t('common:state.shared')
  const names = useMemo(() => locales.map((code) => languageName(code, i18n.language, shared)), [locales, i18n.language, shared])
  const shown = virtual.getVirtualItems()
  const last = shown.at(-1)?.index ?? 0
  useEffect(() => {
    if (more && last > entries.length - 60) more()
  }, [more, last, entries.length])

  const placeOf = (target: EventTarget | null) => (target instanceof Element ? target.closest<HTMLElement>('[data-cell]') : null)
  const openMenu = (cell: HTMLElement | null) => {
    const [row = -1, column = -1] = (cell?.dataset.cell ?? '').split(' ').map(Number)
    const entry = entries[row]
    const locale = locales[column - before]
    // After the event: the menu would take the rest of it for a reason to close.
    if (cell && entry && locale) setTimeout(() => { setSpot({ entry, locale, cell }) })
    return Boolean(entry && locale)
  }
  const keys = (event: KeyboardEvent<HTMLElement>) => {
    const cell = placeOf(event.target)
    const entry = entries[Number((cell?.dataset.cell ?? '').split(' ')[0])]
    if (cell && entry && event.key === ' ' && !event.ctrlKey && !event.altKey) {
      event.preventDefault()
      selection.press(entry.id, event.shiftKey)
    } else if (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10')) {
      if (openMenu(cell)) event.preventDefault()
    } else {
      onKeyDown(event)
    }
  }
  // One listener for all cells: thousands of links of a router would each listen to it.
  const follow = (event: MouseEvent<HTMLElement>) => {
    const target = event.target as Element
    const button = target.closest<HTMLElement>('[data-menu]')
    if (button) {
      openMenu(button.parentElement?.querySelector<HTMLElement>('[data-cell]') ?? null)
      return
    }
    const link = target.closest<HTMLAnchorElement>('a[data-to]')
    if (!link?.dataset.to || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    void router.navigate({ to: link.dataset.to as '/' })
  }
  const width = { ['--languages' as string]: locales.length, minHeight: virtual.getTotalSize() + 40 }
  const all = entries.length > 0 && entries.every((one) => selection.chosen.has(one.id))
  return (
    <div ref={scroll} className={classes.scroll} data-region data-matrix>
      <div
        role="grid"
        aria-label={t('grid')}
        aria-rowcount={more ? -1 : entries.length + 1}
        aria-colcount={locales.length + before + after}
        aria-multiselectable
        className={classes.grid}
        style={width}
        onKeyDown={keys}
        onClick={follow}
        onContextMenu={(event) => { if (openMenu(placeOf(event.target))) event.preventDefault() }}
        onFocus={(event) => { goTo(placeOf(event.target)?.dataset.cell) }}
      >
        <div role="row" aria-rowindex={1} className={classes.header}>
          <span role="columnheader">
            <input
              type="checkbox"
              tabIndex={-1}
              aria-label={t('select.all')}
              checked={all}
              ref={(box) => { if (box) box.indeterminate = !all && selection.chosen.size > 0 }}
              onChange={() => { selection.all(all ? [] : entries.map((one) => one.id)) }}
            />
          </span>
          <span role="columnheader">{t('col.title')}</span>
          {locales.map((locale, i) => (
            <span key={locale} role="columnheader" aria-label={names[i]} title={names[i]}>
              {locale === 'und' ? t('common:state.shared') : locale}
            </span>
          ))}
          <span role="columnheader">{t('col.changed')}</span>
          <span role="columnheader">{t('col.due')}</span>
        </div>
        {shown.map(({ index, start }) => {
          const entry = entries[index]
          return entry ? (
            <MatrixRow
              key={entry.id}
              entry={entry}
              index={index}
              start={start + 40}
              locales={locales}
              names={names}
              type={typeName(entry.type)}
              chosen={selection.chosen.has(entry.id)}
              focused={here.row === index ? here.column : -1}
              press={selection.press}
            />
          ) : null
        })}
      </div>
      {spot ? <CellMenu spot={spot} onClose={() => { setSpot(null) }} /> : null}
    </div>
  )
}
