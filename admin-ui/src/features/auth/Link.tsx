import { Button, PasswordInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link as RouterLink, useNavigate } from '@tanstack/react-router'
import { useState, type SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { account, answer, api } from '@/api/client'
import { isProblem } from '@/api/problem'
import { ErrorState, Loading } from '@/ui/status'
import { Door } from './Door'
import { reasonOf } from '@/ui/reason'
import classes from './auth.module.css'

/** Takes the secret out of the address, so that neither history nor a copied address holds it. */
function takeToken(): string {
  const token = window.location.hash.slice(1)
  if (token) window.history.replaceState(null, '', window.location.pathname)
  return token
}

/** Where an invitation or a reset leads: choose a password, and go in. */
export function LinkScreen() {
  const { t } = useTranslation('auth')
  const [token] = useState(takeToken)
  const holder = useQuery({
    queryKey: ['link'],
    queryFn: () => answer(api.POST('/api/desk/links/read', { body: { token } })),
    enabled: token !== '',
    retry: false,
    gcTime: 0,
  })
  if (token === '' || isProblem(holder.error, 'link_invalid') || (isProblem(holder.error) && holder.error.status < 500)) {
    return (
      <Door title={t('link.invalid.title')}>
        <p>{t('link.invalid.text')}</p>
        <p>
          <RouterLink to="/sign-in">{t('link.toSignIn')}</RouterLink>
        </p>
      </Door>
    )
  }
  if (holder.error) {
    return (
      <Door title={t('link.heading')}>
        <ErrorState error={holder.error} retry={() => void holder.refetch()} />
      </Door>
    )
  }
  if (!holder.data) {
    return (
      <Door title={t('link.heading')}>
        <Loading lines={3} />
      </Door>
    )
  }
  const { name, email, kind } = holder.data
  return (
    <Door title={t(kind === 'invitation' ? 'link.title.invitation' : 'link.title.reset', { name })}>
      <p>{t('link.text', { email })}</p>
      <PasswordForm token={token} email={email} />
    </Door>
  )
}

function PasswordForm({ token, email }: { token: string; email: string }) {
  const { t } = useTranslation('auth')
  const navigate = useNavigate()
  const accept = useMutation({
    mutationFn: async (password: string) => {
      await answer(api.POST('/api/desk/links/accept', { body: { token, password } }))
      const session = await answer(api.POST('/api/desk/session', { body: { email, password } }))
      account.csrf = session.csrf
    },
    onSuccess: () => {
      window.location.assign('/admin/desk') // from the start: the browser may have been somebody else's
    },
    onError: (error) => {
      if (isProblem(error, 'link_invalid')) void navigate({ to: '/link' })
    },
  })
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault()
    accept.mutate(String(new FormData(event.currentTarget).get('password')))
  }
  const reason = reasonOf(accept.error)
  return (
    <form onSubmit={submit} className={classes.form} noValidate>
      <input type="email" name="email" value={email} autoComplete="username" readOnly hidden />
      <PasswordInput
        name="password"
        label={t('link.password')}
        autoComplete="new-password"
        size="md"
        required
        withAsterisk={false}
        error={accept.error ? t('link.refused', { reason }) : undefined}
        visibilityToggleButtonProps={{ 'aria-label': t('password.show'), tabIndex: 0 }}
      />
      <Button type="submit" loading={accept.isPending} h={44}>
        {t('link.submit')}
      </Button>
    </form>
  )
}
