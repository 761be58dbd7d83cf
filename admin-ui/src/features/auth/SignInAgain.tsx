import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Session } from '@/api/client'
import { useAnnounce } from '@/ui/announce'
import { Dialog } from '@/ui/Dialog'
import { SignInForm } from './SignInForm'

/** Over the page, when the session has ended. There is no way around it but signing in. */
export function SignInAgain({ onDone }: { onDone: (session: Session) => void }) {
  const { t } = useTranslation('auth')
  const announce = useAnnounce()
  useEffect(() => {
    announce(t('expired.text'), 'assertive')
  }, [announce, t])
  return (
    <Dialog opened fixed onClose={() => undefined} title={t('expired.title')} size={420}>
      <p>{t('expired.text')}</p>
      <SignInForm onDone={onDone} />
    </Dialog>
  )
}
