import { useRouter } from '@tanstack/react-router'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { daysUntil } from '@/lib/dates'
import { ago, shortDay } from '@/lib/format'
import { documentPath } from '@/ui/DocumentLink'
import { StatusGlyph } from '@/ui/Glyph'
import { signOf, stateWords } from '@/ui/states'
import classes from './entries.module.css'
import type { Entry } from './rows'

interface Props {
  entry: Entry
  index: number
  start: number
  locales: readonly string[]
  /** The languages by name, in the order of locales. */
  names: readonly string[]
  type: string
  chosen: boolean
  /** The column that holds the one tab stop of the grid, or -1 if it is in another row. */
  focused: number
  press: (id: string, range: boolean) => void
}

/** One entry of the matrix. It is drawn again only when it, its choice or its focus changes. */
export const MatrixRow = memo(function MatrixRow({ entry, index, start, locales, names, type, chosen, focused, press }: Props) {
  const { t, i18n } = useTranslation(['entries', 'common'])
  const { t: common } = useTranslation('common')
  const { options } = useRouter()
  const changed = entry.documents.reduce((latest, d) => (d.changed_at > latest ? d.changed_at : latest), entry.created_at)
  const due = entry.documents.reduce<string | undefined>((first, d) => (d.due_at && (!first || d.due_at < first) ? d.due_at : first), undefined)
  const cell = (column: number) => ({ 'data-cell': `${index} ${column}`, tabIndex: focused === column ? 0 : -1 })
  const link = (path: string) => ({ href: `${options.basepath ?? ''}${path}`, 'data-to': path })
  const last = locales.length + 2
  return (
    <div role="row" aria-rowindex={index + 2} aria-selected={chosen} className={classes.row} style={{ transform: `translateY(${start}px)` }}>
      <span role="gridcell" className={classes.box}>
        <input
          type="checkbox"
          aria-label={t('select.one', { title: entry.title })}
          checked={chosen}
          onChange={() => undefined}
          onClick={(event) => { press(entry.id, event.shiftKey) }}
          {...cell(0)}
        />
      </span>
      <span role="rowheader" className={classes.title}>
        <a {...link(documentPath({ entry: entry.id, locale: entry.source_locale, source: entry.source_locale }))} {...cell(1)}>
          <b lang={entry.source_locale}>{entry.title}</b>
        </a>
        <small>{type}</small>
      </span>
      {locales.map((locale, i) => {
        const language = names[i] ?? locale
        const doc = entry.documents.find((d) => d.locale === locale)
        if (!doc) {
          return (
            <span key={locale} role="gridcell" className={classes.none} aria-label={t('cell', { title: entry.title, language, words: t('none') })} {...cell(i + 2)}>
              –
            </span>
          )
        }
        const sign = signOf(doc)
        const label = t('cell', { title: entry.title, language, words: stateWords(doc, common) })
        const detached = doc.follows === undefined && doc.state !== 'missing'
        return (
          <span key={locale} role="gridcell" className={classes.cell} data-sign={sign} title={label}>
            <a {...link(documentPath({ entry: entry.id, locale, source: entry.source_locale, detached }))} aria-label={label} {...cell(i + 2)}>
              <StatusGlyph sign={sign} />
              {sign === 'stale' ? <b aria-hidden>{doc.counts?.stale}</b> : null}
            </a>
            {focused === i + 2 ? (
              <button type="button" tabIndex={-1} className={classes.dots} data-menu aria-haspopup="menu" aria-label={t('menu', { title: entry.title, language })}>
                ⋯
              </button>
            ) : null}
          </span>
        )
      })}
      <span role="gridcell" className={classes.changed} {...cell(last)}>
        {ago(changed, i18n.language, Date.now(), 'short')}
      </span>
      <span role="gridcell" className={classes.changed} data-late={due !== undefined && daysUntil(due) < 0 ? true : undefined} {...cell(last + 1)}>
        {due ? shortDay(due, i18n.language) : ''}
      </span>
    </div>
  )
})
