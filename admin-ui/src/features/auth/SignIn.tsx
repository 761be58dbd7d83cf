import { useQueryClient } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { keys } from '@/api/keys'
import { setLanguage } from '@/i18n'
import { isLanguage } from '@/i18n/languages'
import { Door } from './Door'
import { SignInForm } from './SignInForm'
import classes from './auth.module.css'

/** The first screen; after it, the one that was asked for. */
export function SignIn() {
  const { t } = useTranslation('auth')
  const client = useQueryClient()
  const router = useRouter()
  const { next } = useSearch({ from: '/sign-in' })
  return (
    <Door title={t('title')}>
      <SignInForm
        onDone={(session) => {
          client.setQueryData(keys.session, session)
          if (isLanguage(session.user.locale)) void setLanguage(session.user.locale)
          router.history.push(`/admin${next ?? '/desk'}`)
        }}
      />
      <p className={classes.help}>{t('forgotten')}</p>
    </Door>
  )
}
