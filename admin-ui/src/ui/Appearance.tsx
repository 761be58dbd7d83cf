import { NativeSelect, SegmentedControl, useMantineColorScheme, type MantineColorScheme } from '@mantine/core'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '@/api/client'
import { setLanguage } from '@/i18n'
import { isLanguage, languages, type Language } from '@/i18n/languages'
import classes from './Appearance.module.css'
import { reasonOf } from './reason'
import { useToast } from './toast'
import { useSettings } from './useSettings'

const schemes = ['auto', 'light', 'dark'] as const

async function chooseLanguage(language: Language) {
  await setLanguage(language)
  await answer(api.PATCH('/api/desk/me', { body: { locale: language } }))
}

/** Language and colours of the interface; both hold at once. */
export function Appearance() {
  const { t, i18n } = useTranslation()
  const toast = useToast()
  const id = useId()
  const save = useSettings()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const failed = (error: unknown) => {
    toast({ kind: 'error', message: reasonOf(error) })
  }
  return (
    <>
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
        <div id={id} className={classes.label}>
          {t('account.theme')}
        </div>
        <SegmentedControl
          fullWidth
          aria-labelledby={id}
          value={colorScheme}
          onChange={(scheme) => {
            setColorScheme(scheme as MantineColorScheme)
            save({ theme: scheme === 'light' || scheme === 'dark' ? scheme : 'system' })
          }}
          data={schemes.map((value) => ({ value, label: t(`account.theme.${value}`) }))}
        />
      </div>
    </>
  )
}
