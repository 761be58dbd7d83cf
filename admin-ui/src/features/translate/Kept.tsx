import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Banner } from '@/ui/status'
import type { Segments } from './useWorkbench'

interface Props {
  view: Segments
  overtaken: readonly string[]
  onOpen: (key: string) => void
}

/** Says that kept sentences met newer ones; each opens with both texts. */
export function Kept({ view, overtaken, onOpen }: Props) {
  const { t } = useTranslation('translate')
  if (overtaken.length === 0) return null
  const open = view.segments.flatMap((one, index) => (overtaken.includes(one.key) ? [{ key: one.key, number: index + 1 }] : []))
  const buttons = open.map(({ key, number }) => (
    <Button key={key} onClick={() => { onOpen(key) }}>{t('openSegment', { number })}</Button>
  ))
  return <Banner kind="correction" action={<>{buttons}</>}>{t('kept.overtaken', { count: overtaken.length })}</Banner>
}
