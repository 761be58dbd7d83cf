import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { languageName } from '@/lib/format'
import { Empty } from '@/ui/status'
import classes from './desk.module.css'
import type { Home, Tab } from './home'

const most = 4

/** Nothing waits; what could be taken is named, each with the way there. */
export function Nothing({ home, tab }: { home: Home; tab: Tab }) {
  const { t, i18n } = useTranslation(['desk', 'common'])
  const free = tab === 'me' ? home.unassigned.toSorted((a, b) => b.total - a.total).slice(0, most) : []
  return (
    <Empty title={t(`empty.${tab}`)} action={<Link to="/entries" search={{ all: true }}>{t('empty.action')}</Link>}>
      {free.length === 0 ? (
        <p>{t(tab === 'me' ? 'empty.text' : 'empty.other')}</p>
      ) : (
        <ul className={classes.free}>
          {free.map(({ locale, total }) => (
            <li key={locale}>
              <Link to="/entries" search={{ locale, assignee: 'none' }}>
                {t('empty.free', { count: total, language: languageName(locale, i18n.language, t('common:state.sharedPart')) })}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Empty>
  )
}
