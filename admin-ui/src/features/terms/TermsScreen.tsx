import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ScreenBody, ScreenHead } from '@/ui/Screen'
import { Glossary } from './Glossary'
import { Memory } from './Memory'
import { Proposals } from './Proposals'
import classes from './terms.module.css'

const tabs = [undefined, 'proposals', 'memory'] as const

/** The house's terms, and what was translated before. */
export function TermsScreen() {
  const { t } = useTranslation('terms')
  const search = useSearch({ from: '/shell/terms' })
  const navigate = useNavigate({ from: '/terms' })
  const look = (q: string) => {
    const { q: _, ...others } = search
    void navigate({ search: q ? { ...others, q } : others, replace: true })
  }
  return (
    <>
      <ScreenHead title={t('title')} />
      <nav className={classes.tabs} aria-label={t('title')} data-region tabIndex={-1}>
        {tabs.map((tab) => (
          <Link key={tab ?? 'glossary'} to="/terms" search={tab ? { tab } : {}} activeOptions={{ exact: true, includeSearch: true }} aria-current={search.tab === tab ? 'page' : undefined}>
            {t(`tab.${tab ?? 'glossary'}`)}
          </Link>
        ))}
      </nav>
      <ScreenBody>
        {search.tab === 'memory' ? <Memory /> : search.tab === 'proposals' ? <Proposals /> : <Glossary q={search.q ?? ''} look={look} />}
      </ScreenBody>
    </>
  )
}
