import { useQuery } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { typesQuery } from '@/api/queries'
import { countryName, languageName, list } from '@/lib/format'
import { ErrorState, Loading } from '@/ui/status'
import { rolesQuery } from './queries'
import { rightsOf, type Ability, type Grant, type Right } from './rights'
import classes from './settings.module.css'

type Names = (type: string) => string

/** "In German and Greek: can read and translate (only cities)." */
function sentence(right: Right, t: TFunction<'settings'>, language: string, typeName: Names): string {
  const can = list(right.abilities.map((one: Ability) => t(`ability.${one}`)), language)
  const only = [
    ...(right.type === '*' ? [] : [typeName(right.type)]),
    ...(right.country === '*' ? [] : [countryName(right.country, language)]),
  ].join(', ')
  const text =
    right.locales.includes('*') ? t('rights.everywhere', { can })
    : right.locales.every((l) => l === 'und') ? t('rights.shared', { can })
    : t('rights.in', { can, languages: list(right.locales.map((l) => languageName(l, language, t('rights.sharedPart'))), language) })
  return only ? `${text} ${t('rights.only', { only })}` : text
}

/** What these grants amount to, in sentences. */
export function RightsSentences({ grants, cannot = true }: { grants: readonly Grant[]; cannot?: boolean }) {
  const { t, i18n } = useTranslation('settings')
  const roles = useQuery(rolesQuery)
  const types = useQuery(typesQuery)
  if (roles.error ?? types.error) return <ErrorState error={roles.error ?? types.error} retry={() => void roles.refetch()} />
  if (!roles.data || !types.data) return <Loading lines={2} height={22} />
  const { rights, never, manage } = rightsOf(grants, roles.data)
  const typeName: Names = (name) => types.data.find((type) => type.name === name)?.names[i18n.language]?.other ?? name
  if (rights.length === 0) return <p className={classes.sentences}>{t('rights.none')}</p>
  const missing = new Intl.ListFormat(i18n.language, { type: 'disjunction' }).format(never.map((one) => t(`ability.${one}`)))
  return (
    <ul className={classes.sentences}>
      {rights.map((right) => {
        const text = sentence(right, t, i18n.language, typeName)
        return <li key={text}>{text}</li>
      })}
      {manage ? <li>{t('rights.manage')}</li> : null}
      {cannot && never.length > 0 ? <li>{t('rights.cannot', { what: missing })}</li> : null}
    </ul>
  )
}
