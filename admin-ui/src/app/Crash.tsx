import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ErrorState, NotFound } from '@/ui/status'

/** A screen that failed: what happened, and the way on. */
export function Crash({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  // A part of the page that a newer version no longer has: the page itself is old.
  const old = /dynamically imported module|Importing a module script failed/.test(error instanceof Error ? error.message : '')
  return (
    <ErrorState
      error={error}
      unsent
      retry={() => {
        if (old) window.location.reload()
        else {
          reset()
          void router.invalidate()
        }
      }}
    />
  )
}

/** An address of the interface that leads nowhere. */
export function Missing() {
  const { t } = useTranslation()
  return <NotFound action={<Link to="/desk">{t('notFound.desk')}</Link>} />
}
