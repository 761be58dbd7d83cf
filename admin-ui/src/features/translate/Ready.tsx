import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { languageName } from '@/lib/format'
import { nextQuery } from './useWorkbench'
import classes from './Workbench.module.css'

interface Props {
  entry: string
  locale: string
  /** The last segment was confirmed just now: the focus comes here. */
  arrived: boolean
  /** Submit, where that is possible. */
  children: ReactNode
}

/** Nothing is left to do: hand the text in, and go on with the next. */
export function Ready({ entry, locale, arrived, children }: Props) {
  const { t, i18n } = useTranslation('translate')
  const { data } = useQuery(nextQuery(locale, entry))
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (!arrived) return
    heading.current?.focus()
    heading.current?.scrollIntoView({ block: 'nearest' })
  }, [arrived])
  return (
    <section className={classes.ready} aria-labelledby="ready">
      <h2 id="ready" ref={heading} tabIndex={-1}>
        {t('ready', { language: languageName(locale, i18n.language, '') })}
      </h2>
      <p>{t('readyText')}</p>
      <div>
        {children}
        {data?.next ? (
          <Link to="/translate/$id/$locale" params={{ id: data.next.entry, locale }} search={{ show: 'todo' }}>
            {t('nextEntry', { title: data.next.title })}
          </Link>
        ) : null}
      </div>
    </section>
  )
}
