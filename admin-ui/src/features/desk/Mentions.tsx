import { Link } from '@tanstack/react-router'
import { IconMessage } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ago, languageName } from '@/lib/format'
import classes from './desk.module.css'
import type { Mention } from './home'

/** Comments that somebody asked this person to read. */
export function Mentions({ mentions, total }: { mentions: readonly Mention[]; total: number }) {
  const { t, i18n } = useTranslation(['desk', 'common'])
  if (total === 0) return null
  return (
    <section className={classes.group} aria-labelledby="group-mentions">
      <h2 id="group-mentions">
        <IconMessage size={18} aria-hidden /> {t('group.mentions')} <span>{total}</span>
      </h2>
      <ol className={classes.items}>
        {mentions.map((m) => (
          <li key={m.comment} data-item>
            <Link to="/open/$id/$locale" params={{ id: m.entry, locale: m.locale }} search={m.at ? { at: m.at } : {}} className={classes.item ?? ''}>
              <b>{m.title}</b>
              <span>{languageName(m.locale, i18n.language, t('common:state.sharedPart'))}</span>
              <span className={classes.quote}>
                {m.name}: {m.body}
              </span>
              <span className={classes.due}>{ago(m.created_at, i18n.language)}</span>
            </Link>
          </li>
        ))}
      </ol>
    </section>
  )
}
