import { Link, useRouteContext } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ScreenBody, ScreenHead } from '@/ui/Screen'
import classes from './settings.module.css'

const pages = [
  { to: '/settings/personal', name: 'nav.personal' },
  { to: '/settings/people', name: 'nav.people', manage: true },
  { to: '/settings/audit', name: 'nav.audit', manage: true },
  { to: '/settings/types', name: 'nav.types' },
  { to: '/settings/languages', name: 'nav.languages' },
] as const

interface Props {
  title: string
  crumb?: ReactNode
  /** Beside the title. */
  actions?: ReactNode
  children: ReactNode
}

/** A page of the settings: its head, the way to the others, and itself. */
export function Page({ title, crumb, actions, children }: Props) {
  const { t } = useTranslation('settings')
  const { session } = useRouteContext({ from: '/shell' })
  return (
    <>
      <ScreenHead title={title} crumb={crumb ?? t('title')}>
        {actions ? <div className={classes.actions}>{actions}</div> : null}
      </ScreenHead>
      <nav className={classes.pages} aria-label={t('title')} data-region tabIndex={-1}>
        {pages
          .filter((page) => !('manage' in page) || session.manage)
          .map((page) => (
            <Link key={page.to} to={page.to} activeProps={{ 'aria-current': 'page' }}>
              {t(page.name)}
            </Link>
          ))}
      </nav>
      <ScreenBody>{children}</ScreenBody>
    </>
  )
}

/** One matter of a page, under its heading. */
export function Card({ title, note, children }: { title: string; note?: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.card}>
      <h2>{title}</h2>
      {note ? <p className={classes.note}>{note}</p> : null}
      {children}
    </section>
  )
}
