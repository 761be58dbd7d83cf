import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { localesQuery } from '@/api/queries'
import { languageName } from '@/lib/format'
import { ErrorState, Loading } from '@/ui/status'
import { Page } from './Page'
import classes from './settings.module.css'

/** The languages of the content, and which stands in for which. */
export function Languages() {
  const { t, i18n } = useTranslation('settings')
  const locales = useQuery(localesQuery)
  return (
    <Page title={t('languages.title')}>
      <p className={classes.lead}>{t('languages.note')}</p>
      {locales.error ? (
        <ErrorState error={locales.error} retry={() => void locales.refetch()} />
      ) : locales.data ? (
        <ol className={classes.languages}>
          {locales.data.map((one) => (
            <li key={one.code}>
              <code>{one.code}</code>
              <div>
                <b lang={one.code}>{one.name}</b>
                <span>{languageName(one.code, i18n.language)}</span>
              </div>
              <ol className={classes.chain} aria-label={t('languages.chain', { language: languageName(one.code, i18n.language) })}>
                {one.fallback.map((code) => <li key={code}>{languageName(code, i18n.language)}</li>)}
                <li>{t('languages.source')}</li>
              </ol>
              <small>{one.aliases.length > 0 ? t('languages.aliases', { aliases: one.aliases.map((a) => `/${a}`).join(', ') }) : null}</small>
            </li>
          ))}
        </ol>
      ) : (
        <Loading lines={7} height={52} />
      )}
    </Page>
  )
}
