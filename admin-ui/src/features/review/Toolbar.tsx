import { NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { day, moment, number } from '@/lib/format'
import type { Document, ReviewInfo, Revision } from './queries'
import classes from './Review.module.css'

interface Search {
  with?: string
  show?: 'all'
}

interface Props {
  document: Document
  revision: string
  base: string | null
  revisions: readonly Revision[]
  changed: number | null
  info: ReviewInfo
  search: Search
  go: (change: Search) => void
}

/** Which revision is read, with what it is compared, and how much of it is shown. */
export function Toolbar({ document, revision, base, revisions, changed, info, search, go }: Props) {
  const { t, i18n } = useTranslation('review')
  const shown = revisions.find((one) => one.id === revision)
  const numbered = (one: Revision) => t('revisionOf', { number: one.number, day: day(one.created_at, i18n.language) })
  const named = (id: string | undefined) => revisions.find((one) => one.id === id)?.number
  const live = document.live && document.live.revision !== revision ? named(document.live.revision) : undefined
  const approved = document.approved_revision !== revision ? named(document.approved_revision) : undefined
  const options = [
    ...(live !== undefined ? [{ value: 'published', label: t('with.published', { number: live }) }] : []),
    ...(approved !== undefined && document.approved_revision !== document.live?.revision ? [{ value: 'approved', label: t('with.approved', { number: approved }) }] : []),
    { value: 'nothing', label: t('with.nothing') },
    ...revisions.filter((one) => one.id !== revision).map((one) => ({ value: one.id, label: numbered(one) })),
  ]
  const chosen = search.with ?? (base === null ? 'nothing' : base === document.live?.revision ? 'published' : 'approved')
  const by = info.submitted?.name ?? info.writers.map((one) => one.name).join(', ')
  return (
    <div className={classes.bar}>
      <p className={classes.exact}>
        <b>{t('revision', { number: shown?.number ?? 0 })}</b>
        {shown ? <> <time dateTime={shown.created_at}>{moment(shown.created_at, i18n.language)}</time></> : null}
        {by ? <> · {t(info.submitted ? 'submittedBy' : 'writtenBy', { name: by })}</> : null}
      </p>
      <NativeSelect
        className={classes.with}
        label={t('comparedWith')}
        size="sm"
        value={options.some((one) => one.value === chosen) ? chosen : 'nothing'}
        data={options}
        onChange={(event) => { go({ with: event.currentTarget.value }) }}
      />
      {base !== null ? (
        <fieldset className={classes.filters} aria-label={t('show')}>
          {(['changed', 'all'] as const).map((one) => (
            <label key={one} data-on={(search.show ?? 'changed') === one || undefined}>
              <input type="radio" name="show" checked={(search.show ?? 'changed') === one} onChange={() => { go({ show: one === 'all' ? 'all' : undefined } as Search) }} />
              {t(`show.${one}`)} {one === 'changed' && changed !== null ? <b>{number(changed, i18n.language)}</b> : null}
            </label>
          ))}
        </fieldset>
      ) : null}
    </div>
  )
}
