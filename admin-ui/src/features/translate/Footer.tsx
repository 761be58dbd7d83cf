import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { day, languageName } from '@/lib/format'
import { KeyHint } from '@/ui/keys'
import { nextQuery } from './useWorkbench'
import classes from './Workbench.module.css'

interface Props {
  entry: string
  locale: string
  /** The text waits for those who review it. */
  handedIn: boolean
  children?: ReactNode
}

/** What to go on with in this language. */
export function Footer({ entry, locale, handedIn, children }: Props) {
  const { t, i18n } = useTranslation('translate')
  const { data } = useQuery(nextQuery(locale, entry))
  const next = data?.next
  const language = languageName(locale, i18n.language, '')
  const link = useRef<HTMLAnchorElement>(null)
  const before = useRef(handedIn)
  useEffect(() => {
    if (before.current === handedIn) return
    before.current = handedIn
    // The button that handed it in is gone, and the focus with it: it goes on to the next text.
    const timer = setTimeout(() => { if (handedIn && document.activeElement === document.body) link.current?.focus() }, 300)
    return () => { clearTimeout(timer) }
  }, [handedIn])
  return (
    <footer className={classes.foot}>
      {next ? (
        <>
          <span>
            {t('next', { language })} <b lang={next.source_locale}>{next.title}</b>
            {next.counts && next.counts.stale > 0 ? `, ${t('changed', { count: next.counts.stale })}` : ''}
            {next.due_at ? `, ${t('due', { day: day(next.due_at, i18n.language) })}` : ''}
          </span>
          <Link ref={link} to="/translate/$id/$locale" params={{ id: next.entry, locale }} search={{ show: 'todo' }}>
            {t('goTo', { title: next.title })}
          </Link>
        </>
      ) : data ? (
        <span>{t('queueEmpty', { language })}</span>
      ) : null}
      {children}
      <span className={classes.hints}>
        <span>
          {t('previousNext')} <KeyHint action="workbench.previous" /> <KeyHint action="workbench.next" />
        </span>
        <span>
          {t('allKeys')} <KeyHint action="everywhere.keys" />
        </span>
      </span>
    </footer>
  )
}
