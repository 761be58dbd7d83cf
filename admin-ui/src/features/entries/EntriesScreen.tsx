import { useTranslation } from 'react-i18next'
import { ScreenHead } from '@/ui/Screen'

export function EntriesScreen() {
  const { t } = useTranslation('common')
  return <ScreenHead title={t('nav.entries')} />
}
