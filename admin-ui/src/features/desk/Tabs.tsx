import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { number } from '@/lib/format'
import classes from './desk.module.css'
import { countsOf, tabs, type Home, type Tab } from './home'

/** The parts of the Desk, each with how much there is; the open one stands in the address. */
export function Tabs({ home, current }: { home: Home; current: Tab }) {
  const { t, i18n } = useTranslation('desk')
  const counts = countsOf(home)
  return (
    <nav className={classes.tabs} aria-label={t('tabs')}>
      {tabs.map((tab) => (
        <Link key={tab} to="/desk" search={tab === 'me' ? {} : { tab }} className={classes.tab ?? ''} activeProps={{}} aria-current={tab === current ? 'page' : undefined}>
          {t(`tab.${tab}`)} <span>{number(counts[tab], i18n.language)}</span>
        </Link>
      ))}
    </nav>
  )
}
