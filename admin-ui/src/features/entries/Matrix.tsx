import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { ago, languageName } from '@/lib/format'
import { DocumentLink } from '@/ui/DocumentLink'
import { StatusGlyph } from '@/ui/Glyph'
import { signOf, stateWords } from '@/ui/states'
import classes from './entries.module.css'
import type { Entry } from './rows'
import { useGrid } from './useGrid'

interface Props {
  entries: readonly Entry[]
  /** The columns: the languages in their order, then und. */
  locales: readonly string[]
  typeName: (type: string) => string
}

const rowHeight = 45
const drawn = 200

/** Entries by languages: one glance says what is missing, waiting or out of date. */
export function Matrix({ entries, locales, typeName }: Props) {
  const { t, i18n } = useTranslation(['entries', 'common'])
  const scroll = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: entries.length > drawn ? 12 : entries.length,
    scrollPaddingStart: 40,
    initialRect: { width: 1000, height: 700 },
  })
  const show = useCallback(
    (row: number) => {
      virtual.scrollToIndex(row)
    },
    [virtual],
  )
  const { onKeyDown, cell } = useGrid(entries.length, locales.length + 2, show)
  const name = (locale: string) => languageName(locale, i18n.language, t('common:state.shared'))
  const last = locales.length + 1
  return (
    <div ref={scroll} className={classes.scroll} data-region>
      <div
        role="grid"
        aria-label={t('grid')}
        aria-rowcount={entries.length + 1}
        aria-colcount={locales.length + 2}
        className={classes.grid}
        style={{ ['--languages' as string]: locales.length, minHeight: virtual.getTotalSize() + 40 }}
        onKeyDown={onKeyDown}
      >
        <div role="row" aria-rowindex={1} className={classes.header}>
          <span role="columnheader">{t('col.title')}</span>
          {locales.map((locale) => (
            <span key={locale} role="columnheader" aria-label={name(locale)} title={name(locale)}>
              {locale === 'und' ? t('common:state.shared') : locale}
            </span>
          ))}
          <span role="columnheader">{t('col.changed')}</span>
        </div>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const entry = entries[index]
          if (!entry) return null
          const changed = entry.documents.map((d) => d.changed_at).sort().at(-1) ?? entry.created_at
          return (
            <div key={entry.id} role="row" aria-rowindex={index + 2} className={classes.row} style={{ transform: `translateY(${start + 40}px)` }}>
              <span role="rowheader" className={classes.title}>
                <DocumentLink entry={entry.id} locale={entry.source_locale} source={entry.source_locale} {...cell(index, 0)}>
                  <b lang={entry.source_locale}>{entry.title}</b>
                </DocumentLink>
                <small>{typeName(entry.type)}</small>
              </span>
              {locales.map((locale, i) => (
                <Cell key={locale} entry={entry} locale={locale} language={name(locale)} focus={cell(index, i + 1)} />
              ))}
              <span role="gridcell" className={classes.changed} {...cell(index, last)}>
                {ago(changed, i18n.language, Date.now(), 'short')}
              </span>
            </div>
          )
        })}
      </div>
    </div>
  )
}

interface CellProps {
  entry: Entry
  locale: string
  language: string
  focus: object
}

function Cell({ entry, locale, language, focus }: CellProps) {
  const { t } = useTranslation(['entries', 'common'])
  const doc = entry.documents.find((d) => d.locale === locale)
  if (!doc) {
    return (
      <span role="gridcell" className={classes.none} aria-label={t('cell', { title: entry.title, language, words: t('none') })} {...focus}>
        –
      </span>
    )
  }
  const sign = signOf(doc)
  const label = t('cell', { title: entry.title, language, words: stateWords(doc, t as never) })
  return (
    <span role="gridcell" className={classes.cell} data-sign={sign} title={label}>
      <DocumentLink entry={entry.id} locale={locale} source={entry.source_locale} detached={doc.follows === undefined && doc.state !== 'missing'} label={label} {...focus}>
        <StatusGlyph sign={sign} />
        {sign === 'stale' ? <b aria-hidden>{doc.counts?.stale}</b> : null}
      </DocumentLink>
    </span>
  )
}
