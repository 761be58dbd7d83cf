import { useTranslation } from 'react-i18next'
import { ago, day, languageName, number, shortDay } from '@/lib/format'
import { DocumentLink } from '@/ui/DocumentLink'
import { StatusGlyph, type Sign } from '@/ui/Glyph'
import classes from './desk.module.css'
import { FeedbackItem } from './Feedback'
import { late, type GroupKind, type HomeGroup, type HomeItem } from './home'
import { ItemActions } from './ItemActions'

const signs: Record<GroupKind, Sign> = {
  changed: 'stale',
  review: 'in_review',
  due: 'scheduled',
  assigned: 'draft',
  drafts: 'draft',
  waiting: 'in_review',
  feedback: 'approved',
  snoozed: 'scheduled',
}

/** The kinds whose work somebody may have set a day for. */
const dated: ReadonlySet<GroupKind> = new Set(['changed', 'due', 'assigned', 'drafts'])

/** One kind of work: its name, how much of it there is, and the first of it. */
export function Group({ group, me }: { group: HomeGroup; me: string }) {
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
        {group.items.map((item) =>
          group.kind === 'feedback' ? (
            <FeedbackItem key={`${item.entry} ${item.locale}`} item={item} />
          ) : (
            <Item key={`${item.entry} ${item.locale}`} item={item} kind={group.kind} me={me} />
          ),
        )}
      </ol>
      {rest > 0 ? <p className={classes.rest}>{t('more', { count: rest })}</p> : null}
    </section>
  )
}

function Item({ item, kind, me }: { item: HomeItem; kind: GroupKind; me: string }) {
  const { t, i18n } = useTranslation(['desk', 'common'])
  const { counts } = item
  const stale = counts?.stale ?? 0
  const left = counts ? counts.empty_words + counts.stale_words : 0
  const what = stale > 0 ? t('item.changed', { count: stale, words: counts?.stale_words ?? 0 }) : left > 0 ? t('item.left', { words: left }) : ''
  const submitted = item.submitted ? t('item.submitted', { name: item.submitted.name, ago: ago(item.submitted.at, i18n.language) }) : ''
  const told = kind === 'review' || kind === 'waiting' ? submitted || what : what
  const language = languageName(item.locale, i18n.language, t('common:state.sharedPart'))
  const due =
    kind === 'snoozed' && item.snoozed_until
      ? t('item.until', { day: shortDay(item.snoozed_until, i18n.language) })
      : item.due_at
        ? t('item.due', { day: shortDay(item.due_at, i18n.language) })
        : ''
  // Whoever hears the list hears of each item what the others see at a glance.
  const by = item.due_at ? t('item.due', { day: day(item.due_at, i18n.language) }) : dated.has(kind) ? t('item.noDue') : ''
  const state = told === what && stale === 0 ? t(`common:state.${item.state as 'draft'}`) : ''
  const name = t('item.name', { title: item.title, language, what: [state, told, by].filter(Boolean).join(', ') })
  const open = kind === 'changed' ? 'open.changed' : kind === 'review' ? 'open.review' : 'open.other'
  return (
    <li data-item>
      <DocumentLink entry={item.entry} locale={item.locale} source={item.source_locale} review={kind === 'review'} className={classes.item ?? ''} label={`${t(open)}: ${name}`}>
        <b lang={item.source_locale}>{item.title}</b>
        <span>{language}</span>
        <span className={classes.what}>{told}</span>
        <span className={classes.due} data-late={late(item) || undefined}>{due}</span>
        <span className={classes.open}>{t(open)}</span>
      </DocumentLink>
      <ItemActions item={item} name={`${item.title}, ${language}`} me={me} snoozed={kind === 'snoozed'} />
    </li>
  )
}
