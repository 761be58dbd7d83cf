import { useTranslation } from 'react-i18next'
import { DocumentLink } from '@/ui/DocumentLink'
import { LocaleStrip, stripOrder } from '@/ui/LocaleStrip'
import { signOf, stateWords } from '@/ui/states'
import classes from './entries.module.css'
import type { Entry } from './rows'

interface Props {
  entries: readonly Entry[]
  locales: readonly string[]
  typeName: (type: string) => string
}

/** The matrix where there is no room for one: a card an entry, with its strip. */
export function Cards({ entries, locales, typeName }: Props) {
  const { t } = useTranslation('common')
  return (
    <ul className={classes.cards}>
      {entries.map((entry) => (
        <li key={entry.id}>
          <h2 lang={entry.source_locale}>{entry.title}</h2>
          <small>{typeName(entry.type)}</small>
          <LocaleStrip
            size="small"
            label={t('strip.label')}
            cells={stripOrder(entry.documents, entry.source_locale, locales).map((doc) => ({
              locale: doc.locale,
              sign: signOf(doc),
              words: stateWords(doc, t),
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
  )
}
