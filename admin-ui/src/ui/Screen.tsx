import { useRouterState } from '@tanstack/react-router'
import { useEffect, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './Screen.module.css'

interface Props {
  /** The h1, and the title of the window. */
  title: string
  /** A line above the title, such as the content type. */
  crumb?: ReactNode
  /** Beside the title: strip, save state, the primary button. */
  children?: ReactNode
  /** Language of the title, if it is content. */
  lang?: string
}

/** The head of a screen: it names the window, and takes the focus when somebody arrives. */
export function ScreenHead({ title, crumb, children, lang }: Props) {
  const { t } = useTranslation()
  const heading = useRef<HTMLHeadingElement>(null)
  const path = useRouterState({ select: (s) => s.location.pathname })
  useEffect(() => {
    document.title = `${title}, ${t('product')}`
  }, [title, t])
  useEffect(() => {
    // Whoever arrives starts reading at the top; a field that already took the focus keeps it.
    if (document.activeElement === document.body || document.activeElement?.closest('[data-rail]')) heading.current?.focus()
  }, [path])
  return (
    <header className={classes.head} data-region tabIndex={-1}>
      <div className={classes.names}>
        {crumb ? <div className={classes.crumb}>{crumb}</div> : null}
        <h1 ref={heading} tabIndex={-1} lang={lang}>
          {title}
        </h1>
      </div>
      {children}
    </header>
  )
}

/** The rest of a screen, with the usual margins. */
export function ScreenBody({ children, label }: { children: ReactNode; label?: string }) {
  return (
    <div className={classes.body} data-region tabIndex={-1} role={label ? 'region' : undefined} aria-label={label}>
      {children}
    </div>
  )
}
