import { Button, TextInput } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAnnounce } from '@/ui/announce'
import classes from './settings.module.css'

/** A secret that nobody sees again: to copy now. */
export function ShownOnce({ label, value, note }: { label: string; value: string; note: string }) {
  const { t } = useTranslation('settings')
  const announce = useAnnounce()
  const field = useRef<HTMLInputElement>(null)
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value)
      setCopied(true)
      announce(t('copied'))
    } catch {
      field.current?.select() // without the right to the clipboard, Ctrl+C does it
    }
  }
  return (
    <div className={classes.once}>
      <div className={classes.onceRow}>
        <TextInput ref={field} label={label} value={value} readOnly ff="monospace" onFocus={(event) => { event.currentTarget.select() }} />
        <Button data-autofocus leftSection={copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />} onClick={() => void copy()}>
          {copied ? t('copied') : t('copy')}
        </Button>
      </div>
      <p>{note}</p>
    </div>
  )
}
