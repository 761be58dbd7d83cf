import { IconAlertTriangle, IconCloudOff } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SaveStatus } from '@/lib/autosave'
import { useExpired } from './session'
import { ago } from '@/lib/format'
import classes from './SaveState.module.css'

const loud = new Set<SaveStatus['kind']>(['offline', 'conflict', 'signedOut', 'refused'])

/** Says whether the text is safe. Silent to screen readers unless it is not. */
export function SaveState({ status: own }: { status: SaveStatus }) {
  const expired = useExpired()
  // A save that waits for somebody to sign in again is not under way.
  const status: SaveStatus = expired && own.kind === 'saving' ? { kind: 'signedOut' } : own
  const { t, i18n } = useTranslation()
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (own.kind !== 'saved') return
    const timer = setInterval(() => {
      setNow(Date.now())
    }, 5000)
    return () => {
      clearInterval(timer)
    }
  }, [own])

  const words = () => {
    switch (status.kind) {
      case 'clean':
        return ''
      case 'saved':
        return t('save.savedAgo', { ago: ago(status.at, i18n.language, Math.max(now, status.at), 'short') })
      case 'refused':
        return t('save.refused', { reason: status.reason })
      default:
        return t(`save.${status.kind}`)
    }
  }
  return (
    <span className={classes.state} data-kind={status.kind} role="status" aria-live={loud.has(status.kind) ? 'polite' : 'off'}>
      {status.kind === 'offline' ? <IconCloudOff size={16} aria-hidden /> : null}
      {loud.has(status.kind) && status.kind !== 'offline' ? <IconAlertTriangle size={16} aria-hidden /> : null}
      {words()}
    </span>
  )
}
