import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { colleaguesQuery, countriesQuery } from '@/api/queries'
import { narrowing, type Filters } from '@/lib/filters'
import { languageName } from '@/lib/format'
import classes from './entries.module.css'
import { areasQuery } from './rows'

interface Props {
  types: readonly { name: string; names: Record<string, { one: string; other: string }> }[]
  locales: readonly string[]
}

const states = ['missing', 'draft', 'in_review', 'approved'] as const
const dues = ['overdue', 'week', 'month'] as const
const further = ['assignee', 'due', 'country', 'area', 'stale', 'mine', 'archived'] as const

/** What narrows the list; all of it stands in the address. */
export function FilterBar({ types, locales }: Props) {
  const { t, i18n } = useTranslation(['entries', 'common'])
  const filters = useSearch({ from: '/shell/entries' })
  const navigate = useNavigate({ from: '/entries' })
  const change = (part: { [K in keyof Filters]?: Filters[K] | undefined }) => {
    const next = Object.fromEntries(Object.entries({ ...filters, ...part }).filter(([, v]) => v !== undefined && v !== ''))
    void navigate({ search: Object.keys(next).length > 0 ? next : { all: true }, replace: true })
  }
  const typeNames = types.map((type) => ({ value: type.name, label: type.names[i18n.language]?.other ?? type.name }))
  const collator = new Intl.Collator(i18n.language)
  const more = further.filter((name) => filters[name] !== undefined).length
  return (
    <form role="search" className={classes.filters} data-region onSubmit={(event) => { event.preventDefault() }}>
      <div className={classes.fields}>
        <NativeSelect
          label={t('type')}
          value={filters.type ?? ''}
          onChange={(e) => { change({ type: e.currentTarget.value }) }}
          data={[{ value: '', label: t('type.all') }, ...typeNames.toSorted((a, b) => collator.compare(a.label, b.label))]}
        />
        <TextInput label={t('search')} value={filters.q ?? ''} onChange={(e) => { change({ q: e.currentTarget.value }) }} />
        <NativeSelect
          label={t('locale')}
          value={filters.locale ?? ''}
          onChange={(e) => {
            const locale = e.currentTarget.value
            change(locale ? { locale } : { locale: undefined, state: undefined })
          }}
          data={[{ value: '', label: t('locale.any') }, ...locales.map((code) => ({ value: code, label: languageName(code, i18n.language, t('common:state.sharedPart')) }))]}
        />
        {filters.locale ? (
          <NativeSelect
            label={t('state')}
            value={filters.state ?? ''}
            onChange={(e) => { change({ state: (e.currentTarget.value || undefined) as Filters['state'] }) }}
            data={[{ value: '', label: t('state.any') }, ...states.map((s) => ({ value: s, label: t(`common:state.${s}`) }))]}
          />
        ) : null}
        {narrowing(filters) > 0 ? (
          <button type="button" className={classes.clear} onClick={() => void navigate({ search: filters.type ? { type: filters.type } : { all: true } })}>
            {t('clear')}
          </button>
        ) : null}
      </div>
      <details open={more > 0 || undefined}>
        <summary>{more > 0 ? t('more.active', { count: more }) : t('more')}</summary>
        <Further filters={filters} change={change} />
      </details>
    </form>
  )
}

interface FurtherProps {
  filters: Filters
  change: (part: { [K in keyof Filters]?: Filters[K] | undefined }) => void
}

function Further({ filters, change }: FurtherProps) {
  const { t, i18n } = useTranslation(['entries', 'common'])
  const people = useQuery(colleaguesQuery)
  const countries = useQuery(countriesQuery)
  const areas = useQuery(areasQuery)
  const collator = new Intl.Collator(i18n.language)
  const sorted = (all: { value: string; label: string }[]) => all.toSorted((a, b) => collator.compare(a.label, b.label))
  const nameOf = (names: Record<string, string>, code: string) => names[i18n.language] ?? names.en ?? code
  return (
    <div className={classes.fields}>
      <NativeSelect
        label={t('person')}
        value={filters.assignee ?? ''}
        onChange={(e) => { change({ assignee: e.currentTarget.value }) }}
        data={[
          { value: '', label: t('person.any') },
          { value: 'me', label: t('person.me') },
          { value: 'none', label: t('person.none') },
          ...sorted((people.data ?? []).map((one) => ({ value: one.id, label: one.name }))),
        ]}
      />
      <NativeSelect
        label={t('due')}
        value={filters.due ?? ''}
        onChange={(e) => { change({ due: (e.currentTarget.value || undefined) as Filters['due'] }) }}
        data={[{ value: '', label: t('due.any') }, ...dues.map((one) => ({ value: one, label: t(`due.${one}`) }))]}
      />
      <NativeSelect
        label={t('country')}
        value={filters.country ?? ''}
        onChange={(e) => { change({ country: e.currentTarget.value }) }}
        data={[{ value: '', label: t('country.any') }, ...sorted((countries.data ?? []).map((one) => ({ value: one.code, label: nameOf(one.labels, one.code) })))]}
      />
      <NativeSelect
        label={t('area')}
        value={filters.area ?? ''}
        onChange={(e) => { change({ area: e.currentTarget.value }) }}
        data={[
          { value: '', label: t('area.any') },
          ...sorted((areas.data ?? []).map((one) => ({ value: one.id, label: one.documents.find((d) => d.locale === i18n.language)?.title || one.title }))),
        ]}
      />
      <Checkbox label={t('stale')} checked={filters.stale ?? false} onChange={(e) => { change({ stale: e.currentTarget.checked || undefined }) }} />
      <Checkbox label={t('mine')} checked={filters.mine ?? false} onChange={(e) => { change({ mine: e.currentTarget.checked || undefined }) }} />
      <Checkbox label={t('archived')} checked={filters.archived ?? false} onChange={(e) => { change({ archived: e.currentTarget.checked || undefined }) }} />
    </div>
  )
}
