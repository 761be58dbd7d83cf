import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { languageName } from '@/lib/format'
import { DocumentLink } from '@/ui/DocumentLink'
import { LocaleStrip, stripOrder, type StripCell } from '@/ui/LocaleStrip'
import { ScreenHead } from '@/ui/Screen'
import { signOf, stateWords } from '@/ui/states'
import classes from './Review.module.css'
import type { Document, Entry } from './queries'

interface Props {
  entry: Entry
  document: Document
  locales: readonly string[]
  screen: 'review' | 'history'
  children?: ReactNode
}

/** The head of both screens: the entry, its languages, and the way to the other screens of the same text. */
export function Head({ entry, document, locales, screen, children }: Props) {
  const { t, i18n } = useTranslation(['review', 'common'])
  const { t: common } = useTranslation()
  const language = languageName(document.locale, i18n.language, t('common:state.sharedPart'))
  const to = screen === 'review' ? '/entries/$id/$locale/review' : '/entries/$id/$locale/history'
  const params = { id: entry.id, locale: document.locale }
  const cells: StripCell[] = stripOrder<Schemas['Summary']>(entry.documents, entry.source_locale, locales).map((one) => ({
    locale: one.locale,
    sign: signOf(one),
    words: stateWords(one, common),
    ...(one.counts ? { stale: one.counts.stale } : {}),
    source: one.locale === entry.source_locale,
  }))
  return (
    <ScreenHead title={entry.title} lang={entry.source_locale} crumb={t(`crumb.${screen}`, { language })}>
      <LocaleStrip
        cells={cells}
        current={document.locale}
        link={({ cell, className, children: inside }) => (
          <Link to={to} params={{ id: entry.id, locale: cell.locale }} search={{}} className={className} aria-current={cell.locale === document.locale ? 'page' : undefined}>
            {inside}
          </Link>
        )}
      />
      <nav className={classes.screens} aria-label={t('screens')}>
        <DocumentLink entry={entry.id} locale={document.locale} source={entry.source_locale} detached={!document.follows}>
          {t('toText')}
        </DocumentLink>
        {screen === 'review' ? <Link to="/entries/$id/$locale/history" params={params}>{t('toHistory')}</Link> : <Link to="/entries/$id/$locale/review" params={params}>{t('toReview')}</Link>}
      </nav>
      <div className={classes.actions}>{children}</div>
    </ScreenHead>
  )
}
