import { NativeSelect } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { setLanguage } from '@/i18n'
import { isLanguage, languages } from '@/i18n/languages'
import { Mark } from '@/ui/Glyph'
import classes from './auth.module.css'

/** The page before the frame: the mark, one panel, and the language. */
export function Door({ title, children }: { title: string; children: ReactNode }) {
  const { t, i18n } = useTranslation(['auth', 'common'])
  return (
    <main className={classes.door}>
      <title>{`${title}, ${t('common:product')}`}</title>
      <div className={classes.brand}>
        <Mark />
        <span>{t('common:product')}</span>
        <p>{t('tagline')}</p>
      </div>
      <div className={classes.panel}>
        <h1>{title}</h1>
        {children}
        <div className={classes.language}>
          <NativeSelect
            label={t('language')}
            value={i18n.language}
            onChange={(event) => {
              const chosen = event.currentTarget.value
              if (isLanguage(chosen)) void setLanguage(chosen)
            }}
            data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
          />
        </div>
      </div>
    </main>
  )
}
