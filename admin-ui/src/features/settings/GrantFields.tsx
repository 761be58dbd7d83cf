import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { countriesQuery, localesQuery, typesQuery } from '@/api/queries'
import { countryName, languageName } from '@/lib/format'
import { rolesQuery } from './queries'
import { RightsSentences } from './RightsSentences'
import type { Grant } from './rights'
import classes from './settings.module.css'

export const noGrant: Grant = { role: '', type: '*', locale: '*', country: '*' }

/** The name of a role as the interface knows it; a role of a later policy keeps its own. */
export function useRoleName(): (role: string) => string {
  const { t } = useTranslation('settings')
  return (role) => t(`role.${role as 'admin'}`, { defaultValue: role })
}

interface Props {
  value: Grant
  onChange: (grant: Grant) => void
  /** What there is to choose when no role is given. */
  none?: string
}

/** A role, and the languages, type and country it holds for; below, what that amounts to. */
export function GrantFields({ value, onChange, none }: Props) {
  const { t, i18n } = useTranslation('settings')
  const roleName = useRoleName()
  const roles = useQuery(rolesQuery)
  const locales = useQuery(localesQuery)
  const types = useQuery(typesQuery)
  const countries = useQuery(countriesQuery)
  const whole = roles.data?.find((one) => one.role === value.role)?.manage ?? false // held for everything, or not at all
  const collator = new Intl.Collator(i18n.language)
  const countryNames = (countries.data ?? []).map((one) => ({ value: one.code, label: countryName(one.code, i18n.language) })).toSorted((a, b) => collator.compare(a.label, b.label))
  const change = (part: Partial<Grant>) => {
    const next = { ...value, ...part }
    const manages = roles.data?.find((one) => one.role === next.role)?.manage ?? false
    onChange(manages ? { ...noGrant, role: next.role } : next)
  }
  return (
    <>
      <div className={classes.grantFields}>
        <NativeSelect
          label={t('grant.role')}
          value={value.role}
          onChange={(e) => { change({ role: e.currentTarget.value }) }}
          data={[{ value: '', label: none ?? t('grant.choose') }, ...(roles.data ?? []).map((one) => ({ value: one.role, label: roleName(one.role) }))]}
        />
        <NativeSelect
          label={t('grant.language')}
          disabled={whole}
          value={value.locale}
          onChange={(e) => { change({ locale: e.currentTarget.value }) }}
          data={[
            { value: '*', label: t('grant.allLanguages') },
            ...[...(locales.data?.map((l) => l.code) ?? []), 'und'].map((code) => ({ value: code, label: languageName(code, i18n.language, t('rights.sharedPart')) })),
          ]}
        />
        <NativeSelect
          label={t('grant.type')}
          disabled={whole}
          value={value.type}
          onChange={(e) => { change({ type: e.currentTarget.value }) }}
          data={[{ value: '*', label: t('grant.allTypes') }, ...(types.data ?? []).map((one) => ({ value: one.name, label: one.names[i18n.language]?.other ?? one.name }))]}
        />
        <NativeSelect
          label={t('grant.country')}
          disabled={whole}
          value={value.country}
          onChange={(e) => { change({ country: e.currentTarget.value }) }}
          data={[{ value: '*', label: t('grant.allCountries') }, ...countryNames]}
        />
      </div>
      {value.role ? <RightsSentences grants={[value]} cannot={false} /> : null}
    </>
  )
}
