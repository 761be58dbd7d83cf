import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { account, answer, api, type Session } from '@/api/client'
import { isProblem, Offline, Problem } from '@/api/problem'
import { minutesOf } from './minutes'

/** Signs in, and says in words why it did not work. */
export function useSignIn(done: (session: Session) => void) {
  const { t } = useTranslation('auth')
  const mutation = useMutation({
    mutationFn: (body: { email: string; password: string }) => answer(api.POST('/api/desk/session', { body })),
    onSuccess: (session) => {
      account.csrf = session.csrf
      done(session)
    },
  })
  const words = (error: unknown) => {
    if (error instanceof Offline) return t('offline')
    if (isProblem(error, 'too_many_attempts')) return t('tooMany', { minutes: minutesOf(error.extra.retry_after) })
    if (error instanceof Problem && (error.status === 401 || error.status === 422 || error.status === 400)) return t('wrong')
    return t('failed')
  }
  return { signIn: mutation.mutate, pending: mutation.isPending, problem: mutation.error ? words(mutation.error) : null }
}
