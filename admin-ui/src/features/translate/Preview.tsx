import { memo, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { languageName } from '@/lib/format'
import { plain } from '@/lib/segmentText'
import type { Segments } from './useWorkbench'
import classes from './Workbench.module.css'

interface Props {
  view: Segments
  active: string | undefined
  locale: string
}

/** The translation in its order, as it would read; the open sentence is marked. */
export const Preview = memo(function Preview({ view, active, locale }: Props) {
  const { t, i18n } = useTranslation('translate')
  const current = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    current.current?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return (
    <section className={classes.preview} aria-label={t('preview', { language: languageName(locale, i18n.language) })}>
      <h3>{t('preview', { language: languageName(locale, i18n.language) })}</h3>
      <div className={classes.page} lang={locale} tabIndex={0}>
        {view.segments.map((one, index) => {
          const text = plain(one.target.text)
          if (text === '') return null
          return (
            <p key={one.key} ref={one.key === active ? current : null} data-first={index === 0 || undefined} data-active={one.key === active || undefined} data-kind={one.kind}>
              <span>{text}</span>
            </p>
          )
        })}
      </div>
    </section>
  )
})
