import { Button, NativeSelect, SegmentedControl, useMantineColorScheme, type MantineColorScheme } from '@mantine/core'
import { IconLogout } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { account, answer, api, type Session } from '@/api/client'
import { setLanguage } from '@/i18n'
import { isLanguage, languages, type Language } from '@/i18n/languages'
import { Dialog } from '@/ui/Dialog'
import { useToast } from '@/ui/toast'
import classes from './AccountDialog.module.css'

const schemes = ['auto', 'light', 'dark'] as const

async function signOut() {
  await answer(api.DELETE('/api/desk/session'))
  account.csrf = ''
  window.location.assign('/admin/sign-in') // from the start: nothing of this person stays in memory
}

async function chooseLanguage(language: Language) {
  await setLanguage(language)
  await answer(api.PATCH('/api/desk/me', { body: { locale: language } }))
}

/** Who is signed in; language and appearance of the interface; the way out. */
export function AccountDialog({ session, onClose }: { session: Session; onClose: () => void }) {
  const { t, i18n } = useTranslation()
  const toast = useToast()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const failed = (error: unknown) => {
    toast({ kind: 'error', message: error instanceof Error ? error.message : String(error) })
  }
  return (
    <Dialog opened onClose={onClose} title={session.user.name} size={420}>
      <div className={classes.settings}>
        <NativeSelect
          label={t('account.language')}
          value={i18n.language}
          data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
          onChange={(event) => {
            const chosen = event.currentTarget.value
            if (isLanguage(chosen)) chooseLanguage(chosen).catch(failed)
          }}
        />
        <div>
          <div id="account-theme" className={classes.label}>
            {t('account.theme')}
          </div>
          <SegmentedControl
            fullWidth
            aria-labelledby="account-theme"
            value={colorScheme}
            onChange={(scheme) => {
              setColorScheme(scheme as MantineColorScheme)
            }}
            data={schemes.map((value) => ({ value, label: t(`account.theme.${value}`) }))}
          />
        </div>
        <Button variant="default" leftSection={<IconLogout size={18} aria-hidden />} onClick={() => { signOut().catch(failed) }}>
          {t('account.signOut')}
        </Button>
        <p className={classes.note}>{t('account.signOut.unsent')}</p>
      </div>
    </Dialog>
  )
}
