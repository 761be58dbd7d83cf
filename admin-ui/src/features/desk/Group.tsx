import { useTranslation } from 'react-i18next'
import { day, languageName, number, shortDay } from '@/lib/format'
import { DocumentLink } from '@/ui/DocumentLink'
import { StatusGlyph, type Sign } from '@/ui/Glyph'
import classes from './desk.module.css'
import type { GroupKind, HomeGroup, HomeItem } from './home'

const signs: Record<GroupKind, Sign> = {
  changed: 'stale',
  review: 'in_review',
  due: 'scheduled',
  assigned: 'draft',
  drafts: 'draft',
  approved: 'approved',
  missing: 'missing',
}

/** One kind of work: its name, how much of it there is, and the first of it. */
export function Group({ group }: { group: HomeGroup }) {
  const { t, i18n } = useTranslation('desk')
  const rest = group.total - group.items.length
  return (
    <section className={classes.group} aria-labelledby={`group-${group.kind}`}>
      <h2 id={`group-${group.kind}`}>
        <StatusGlyph sign={signs[group.kind]} size={18} />
        {t(`group.${group.kind}`)} <span>{number(group.total, i18n.language)}</span>
        {group.kind === 'changed' ? <small>{t('group.changed.why')}</small> : null}
      </h2>
      <ol className={classes.items}>
        {group.items.map((item) => (
          <Item key={`${item.entry} ${item.locale}`} item={item} kind={group.kind} />
        ))}
      </ol>
      {rest > 0 ? <p className={classes.rest}>{t('more', { count: rest })}</p> : null}
    </section>
  )
}

function Item({ item, kind }: { item: HomeItem; kind: GroupKind }) {
  const { t, i18n } = useTranslation(['desk', 'common'])
  const { counts } = item
  const stale = counts?.stale ?? 0
  const left = counts ? counts.empty_words + counts.stale_words : 0
  const what = stale > 0 ? t('item.changed', { count: stale, words: counts?.stale_words ?? 0 }) : left > 0 ? t('item.left', { words: left }) : ''
  const language = languageName(item.locale, i18n.language, t('common:state.sharedPart'))
  const due = item.due_at ? t('item.due', { day: shortDay(item.due_at, i18n.language) }) : ''
  const name = t('item.name', {
    title: item.title,
    language,
    what: [what || t(`group.${kind}`), item.due_at ? t('item.due', { day: day(item.due_at, i18n.language) }) : ''].filter(Boolean).join(', '),
  })
  const open = kind === 'changed' ? 'open.changed' : kind === 'review' ? 'open.review' : 'open.other'
  return (
    <li>
      <DocumentLink entry={item.entry} locale={item.locale} source={item.source_locale} className={classes.item ?? ''} label={`${t(open)}: ${name}`}>
        <b lang={item.source_locale}>{item.title}</b>
        <span>{language}</span>
        <span className={classes.what}>{what}</span>
        <span className={classes.due}>{due}</span>
        <span className={classes.open}>{t(open)}</span>
      </DocumentLink>
    </li>
  )
}
