import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useEffect, useRef, type SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Session } from '@/api/client'
import classes from './auth.module.css'
import { useSignIn } from './useSignIn'

/** E-mail and password; one message for both, so that nobody learns who has an account. */
export function SignInForm({ onDone }: { onDone: (session: Session) => void }) {
  const { t } = useTranslation('auth')
  const { signIn, pending, problem } = useSignIn(onDone)
  const message = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    if (problem) message.current?.focus()
  }, [problem])
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    signIn({ email: String(form.get('email')), password: String(form.get('password')) })
  }
  return (
    <form onSubmit={submit} className={classes.form} noValidate>
      {problem ? (
        <p ref={message} tabIndex={-1} role="alert" className={classes.problem}>
          {problem}
        </p>
      ) : null}
      <TextInput name="email" type="email" label={t('email')} autoComplete="username" size="md" required withAsterisk={false} data-autofocus />
      <PasswordInput
        name="password"
        label={t('password')}
        autoComplete="current-password"
        size="md"
        required
        withAsterisk={false}
        visibilityToggleButtonProps={{ 'aria-label': t('password.show'), tabIndex: 0 }}
      />
      <Button type="submit" loading={pending} h={44}>
        {t('submit')}
      </Button>
    </form>
  )
}
