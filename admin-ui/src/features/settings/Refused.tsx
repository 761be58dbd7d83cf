import { useTranslation } from 'react-i18next'
import { Offline, Problem } from '@/api/problem'
import classes from './settings.module.css'

/** Why the server refused: its reason, in the person's language where the code is known. */
export function useReason(): (error: unknown) => string {
  const { t } = useTranslation('settings')
  return (error) => {
    if (error instanceof Offline) return t('refused.offline')
    if (!(error instanceof Problem)) return error instanceof Error ? error.message : String(error)
    const known = t(`refused.${error.code as 'last_admin'}`, { defaultValue: '' })
    const places = error.errors.map((one) => one.message).join(' ')
    return known || places || error.message
  }
}

export function Refused({ error }: { error: unknown }) {
  const reason = useReason()
  if (!error) return null
  return (
    <p role="alert" className={classes.refused}>
      {reason(error)}
    </p>
  )
}
