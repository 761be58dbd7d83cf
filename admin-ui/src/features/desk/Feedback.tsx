import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { languageName, list } from '@/lib/format'
import classes from './desk.module.css'
import { feedbackQuery, type HomeItem } from './home'

/** What became of somebody's words: who changed how many of them, leading to the differences. */
export function FeedbackItem({ item }: { item: HomeItem }) {
  const { t, i18n } = useTranslation(['desk', 'common'])
  const { data } = useQuery(feedbackQuery(item.entry, item.locale))
  const language = languageName(item.locale, i18n.language, t('common:state.sharedPart'))
  const names = [...new Set(data?.changed.flatMap((one) => (one.by ? [one.by.name] : [])))]
  const what = data
    ? data.changed.length > 0
      ? t('feedback.changed', { count: data.changed.length, of: data.segments, names: list(names, i18n.language) || t('feedback.somebody') })
      : t('feedback.same')
    : ''
  return (
    <li data-item>
      <Link
        to="/entries/$id/$locale/history"
        params={{ id: item.entry, locale: item.locale }}
        search={data ? { from: data.submitted, to: data.now } : {}}
        className={classes.item ?? ''}
        aria-label={t('item.name', { title: item.title, language, what })}
      >
        <b lang={item.source_locale}>{item.title}</b>
        <span>{language}</span>
        <span className={classes.wide}>{what}</span>
        <span className={classes.open}>{t('open.feedback')}</span>
      </Link>
    </li>
  )
}
