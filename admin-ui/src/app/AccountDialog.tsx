import { Button } from '@mantine/core'
import { IconLogout } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { account, answer, api, type Session } from '@/api/client'
import { Appearance } from '@/ui/Appearance'
import { Dialog } from '@/ui/Dialog'
import { useToast } from '@/ui/toast'
import { reasonOf } from '@/ui/reason'
import classes from './AccountDialog.module.css'

async function signOut() {
  await answer(api.DELETE('/api/desk/session'))
  account.csrf = ''
  window.location.assign('/admin/sign-in') // from the start: nothing of this person stays in memory
}

/** Who is signed in; language and appearance of the interface; the way out. */
export function AccountDialog({ session, onClose }: { session: Session; onClose: () => void }) {
  const { t } = useTranslation()
  const toast = useToast()
  const failed = (error: unknown) => {
    toast({ kind: 'error', message: reasonOf(error) })
  }
  return (
    <Dialog opened onClose={onClose} title={session.user.name} size={420}>
      <div className={classes.settings}>
        <Appearance />
        <Button variant="default" leftSection={<IconLogout size={18} aria-hidden />} onClick={() => { signOut().catch(failed) }}>
          {t('account.signOut')}
        </Button>
        <p className={classes.note}>{t('account.signOut.unsent')}</p>
      </div>
    </Dialog>
  )
}
