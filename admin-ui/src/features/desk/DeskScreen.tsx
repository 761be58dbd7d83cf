import { useTranslation } from 'react-i18next'
import { ScreenHead } from '@/ui/Screen'

export function DeskScreen() {
  const { t } = useTranslation('desk')
  return <ScreenHead title={t('title')} />
}
