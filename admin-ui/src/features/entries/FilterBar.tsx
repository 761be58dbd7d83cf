import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { narrowing, type Filters } from '@/lib/filters'
import { languageName } from '@/lib/format'
import classes from './entries.module.css'

interface Props {
  types: readonly { name: string; names: Record<string, { one: string; other: string }> }[]
  locales: readonly string[]
}

const states = ['missing', 'draft', 'in_review', 'approved'] as const

/** What narrows the list; all of it stands in the address. */
export function FilterBar({ types, locales }: Props) {
  const { t, i18n } = useTranslation(['entries', 'common'])
  const filters = useSearch({ from: '/shell/entries' })
  const navigate = useNavigate({ from: '/entries' })
  const change = (part: { [K in keyof Filters]?: Filters[K] | undefined }) => {
    const next = Object.fromEntries(Object.entries({ ...filters, ...part }).filter(([, v]) => v !== undefined && v !== ''))
    void navigate({ search: next, replace: true })
  }
  const typeNames = types.map((type) => ({ value: type.name, label: type.names[i18n.language]?.other ?? type.name }))
  const collator = new Intl.Collator(i18n.language)
  return (
    <form role="search" className={classes.filters} data-region onSubmit={(event) => { event.preventDefault() }}>
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
          change(locale ? { locale } : { locale: undefined, state: undefined, stale: undefined })
        }}
        data={[{ value: '', label: t('locale.any') }, ...locales.map((code) => ({ value: code, label: languageName(code, i18n.language, t('common:state.sharedPart')) }))]}
      />
      {filters.locale ? (
        <>
          <NativeSelect
            label={t('state')}
            value={filters.state ?? ''}
            onChange={(e) => { change({ state: (e.currentTarget.value || undefined) as Filters['state'] }) }}
            data={[{ value: '', label: t('state.any') }, ...states.map((s) => ({ value: s, label: t(`common:state.${s}`) }))]}
          />
          <Checkbox label={t('stale')} checked={filters.stale ?? false} onChange={(e) => { change({ stale: e.currentTarget.checked || undefined }) }} />
        </>
      ) : null}
      <Checkbox label={t('archived')} checked={filters.archived ?? false} onChange={(e) => { change({ archived: e.currentTarget.checked || undefined }) }} />
      {narrowing(filters) > 0 ? (
        <button type="button" className={classes.clear} onClick={() => void navigate({ search: filters.type ? { type: filters.type } : {} })}>
          {t('clear')}
        </button>
      ) : null}
    </form>
  )
}
