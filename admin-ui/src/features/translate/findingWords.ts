import { useTranslation } from 'react-i18next'
import type { Finding } from './findings'

/** The words of a finding in the language of the interface. */
export function useFindingWords(): (finding: Finding) => { head: string; message: string; lang: string } {
  const { t } = useTranslation('translate')
  return ({ code, message }) => ({ head: t(`check.${code as 'numbers'}`, { defaultValue: code }), message, lang: 'en' })
}
