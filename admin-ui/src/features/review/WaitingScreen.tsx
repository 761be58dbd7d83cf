import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Session } from '@/api/client'
import { localesQuery, sessionQuery } from '@/api/queries'
import { ago, languageName, number, shortDay } from '@/lib/format'
import { StatusGlyph } from '@/ui/Glyph'
import { ScreenBody, ScreenHead } from '@/ui/Screen'
import { Empty, ErrorState, Loading } from '@/ui/status'
import { waitingQuery } from './queries'
import classes from './Review.module.css'

const reviewing = new Set(['reviewer', 'editor', 'admin'])

/** The languages that somebody may approve in. The server decides again. */
function ownLocales(session: Session, locales: readonly string[]): string[] {
  const granted = session.grants.filter((one) => reviewing.has(one.role)).map((one) => one.locale)
  return [...locales, 'und'].filter((code) => granted.includes('*') || granted.includes(code))
}

/** What waits for a review, language by language, the longest waiting first. */
export function WaitingScreen() {
  const { t, i18n } = useTranslation(['review', 'common'])
  const session = useQuery(sessionQuery)
  const locales = useQuery(localesQuery)
  const own = session.data && locales.data ? ownLocales(session.data, locales.data.map((one) => one.code)) : []
  const waiting = useQuery({ ...waitingQuery(own), enabled: own.length > 0 })
  const groups = (waiting.data ?? []).filter((one) => one.items.length > 0)
  const language = (code: string) => languageName(code, i18n.language, t('common:state.sharedPart'))
  return (
    <div>
      <ScreenHead title={t('waiting.title')} />
      <ScreenBody>
        {waiting.error ? <ErrorState error={waiting.error} retry={() => void waiting.refetch()} /> : null}
        {own.length > 0 && waiting.isPending ? <Loading lines={6} height={46} /> : null}
        {(waiting.data && groups.length === 0) || (session.data && locales.data && own.length === 0) ? (
          <Empty title={t('waiting.empty')} action={<Link to="/entries">{t('toEntries')}</Link>}>
            <p>{t('waiting.emptyText')}</p>
          </Empty>
        ) : null}
        {groups.map((group) => (
          <section key={group.locale} className={classes.waiting} aria-labelledby={`waiting-${group.locale}`}>
            <h2 id={`waiting-${group.locale}`}>
              <StatusGlyph sign="in_review" size={18} /> {language(group.locale)} <span>{number(group.total, i18n.language)}</span>
            </h2>
            <ol>
              {group.items.map((item) => (
                <li key={item.entry}>
                  <Link to="/entries/$id/$locale/review" params={{ id: item.entry, locale: group.locale }} className={classes.item}>
                    <b lang={group.locale === 'und' ? item.source_locale : group.locale}>{item.title}</b>
                    <span>{t('waiting.since', { ago: ago(item.changed_at, i18n.language) })}</span>
                    <span>{item.due_at ? t('waiting.due', { day: shortDay(item.due_at, i18n.language) }) : item.live ? '' : t('waiting.first')}</span>
                    <span className={classes.open}>{t('waiting.open')}</span>
                  </Link>
                </li>
              ))}
            </ol>
          </section>
        ))}
      </ScreenBody>
    </div>
  )
}
