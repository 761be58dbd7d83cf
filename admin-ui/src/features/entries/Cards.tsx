import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { DocumentLink } from '@/ui/DocumentLink'
import { LocaleStrip, stripOrder } from '@/ui/LocaleStrip'
import { signOf, stateWords } from '@/ui/states'
import classes from './entries.module.css'
import type { ListProps } from './Matrix'

/** The matrix where there is no room for one: a card an entry, with its strip. */
export function Cards({ entries, locales, typeName, selection, more }: ListProps) {
  const { t } = useTranslation(['entries', 'common'])
  const { t: common } = useTranslation('common')
  return (
    <>
      <ul className={classes.cards}>
        {entries.map((entry) => (
          <li key={entry.id} data-chosen={selection.chosen.has(entry.id) || undefined}>
            <input
              type="checkbox"
              aria-label={t('select.one', { title: entry.title })}
              checked={selection.chosen.has(entry.id)}
              onChange={() => { selection.press(entry.id, false) }}
            />
            <h2 lang={entry.source_locale}>{entry.title}</h2>
            <small>{typeName(entry.type)}</small>
            <LocaleStrip
              size="small"
              label={t('common:strip.label')}
              cells={stripOrder(entry.documents, entry.source_locale, locales).map((doc) => ({
                locale: doc.locale,
                sign: signOf(doc),
                words: stateWords(doc, common),
                stale: doc.counts?.stale ?? 0,
                source: doc.locale === entry.source_locale,
              }))}
              link={({ cell, className, children }) => (
                <DocumentLink entry={entry.id} locale={cell.locale} source={entry.source_locale} className={className}>
                  {children}
                </DocumentLink>
              )}
            />
          </li>
        ))}
      </ul>
      {more ? <Button variant="default" m="0 16px 16px" onClick={more}>{t('loadMore')}</Button> : null}
    </>
  )
}
