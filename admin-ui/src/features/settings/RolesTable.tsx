import { IconCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ErrorState, Loading } from '@/ui/status'
import { useRoleName } from './GrantFields'
import { rolesQuery } from './queries'
import { abilities, rightsOf } from './rights'
import classes from './settings.module.css'

/** What each role allows, held for everything. */
export function RolesTable() {
  const { t } = useTranslation('settings')
  const roleName = useRoleName()
  const roles = useQuery(rolesQuery)
  const held = (role: string) => rightsOf([{ role, type: '*', locale: '*', country: '*' }], roles.data ?? [])
  return (
    <details className={classes.fold}>
      <summary>{t('roles.title')}</summary>
      {roles.error ? <ErrorState error={roles.error} retry={() => void roles.refetch()} /> : null}
      {roles.isPending ? <Loading lines={6} height={30} /> : null}
      {roles.data ? (
        <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('roles.title')}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{t('roles.ability')}</th>
                {roles.data.map((one) => <th key={one.role} scope="col" className={classes.centre}>{roleName(one.role)}</th>)}
              </tr>
            </thead>
            <tbody>
              {[...abilities, 'manage' as const].map((ability) => (
                <tr key={ability}>
                  <th scope="row">{ability === 'manage' ? t('ability.manage') : t(`ability.${ability}`)}</th>
                  {roles.data.map((one) => {
                    const rights = held(one.role)
                    const yes = ability === 'manage' ? rights.manage : !rights.never.includes(ability)
                    return (
                      <td key={one.role} className={classes.centre}>
                        {yes ? <IconCheck size={18} role="img" aria-label={t('yes')} /> : <span className="hidden">{t('no')}</span>}
                      </td>
                    )
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </details>
  )
}
