import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { languageName } from '@/lib/format'
import classes from './desk.module.css'

/** How much of what is public is up to date, by language; one's own first. */
export function Languages({ languages }: { languages: readonly Schemas['Progress'][] }) {
  const { t, i18n } = useTranslation(['desk', 'common'])
  const shown = languages.filter((l) => l.live > 0).toSorted((a, b) => Number(b.mine) - Number(a.mine))
  if (shown.length === 0) return null
  return (
    <section className={classes.group} aria-labelledby="group-languages">
      <h2 id="group-languages">{t('languages')}</h2>
      <ul className={classes.languages}>
        {shown.map((l) => (
          <li key={l.locale} data-mine={l.mine || undefined}>
            <span>{languageName(l.locale, i18n.language, t('common:state.sharedPart'))}</span>
            <span className={classes.bar} aria-hidden>
              <i style={{ flexGrow: l.current }} />
              {l.live > l.current ? <u style={{ flexGrow: l.live - l.current }} /> : null}
            </span>
            <span className={classes.what}>{t('current', { current: l.current, live: l.live })}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
