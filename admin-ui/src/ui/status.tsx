import { Button, Skeleton } from '@mantine/core'
import { IconCloudOff, IconFileUnknown, IconLock, IconMoodEmpty, IconPlugConnectedX } from '@tabler/icons-react'
import { useEffect, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Offline, Problem } from '@/api/problem'
import { reasonOf } from './reason'
import classes from './status.module.css'

/** True after a moment: what comes quickly needs no sign of loading. */
function useLater(ms: number): boolean {
  const [later, setLater] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => {
      setLater(true)
    }, ms)
    return () => {
      clearTimeout(timer)
    }
  }, [ms])
  return later
}

/** Lines of the final height while something loads, after 300 ms. */
export function Loading({ lines = 6, height = 40 }: { lines?: number; height?: number }) {
  const { t } = useTranslation()
  const later = useLater(300)
  return (
    <div className={classes.loading} role="status" aria-busy="true">
      <span className="hidden">{t('loading')}</span>
      {Array.from({ length: lines }, (_, i) => (
        <Skeleton key={i} height={height} radius={3} visible={later} animate={later} />
      ))}
    </div>
  )
}

interface NoticeProps {
  icon: ReactNode
  title: string
  children?: ReactNode
  action?: ReactNode
  /** h1 where this is the whole screen. */
  heading?: 'h1' | 'h2'
}

/** One thing said in the middle of a screen: what is, and the one action that helps. */
function Notice({ icon, title, children, action, heading: Heading = 'h2' }: NoticeProps) {
  return (
    <div className={classes.notice}>
      <span className={classes.icon} aria-hidden>
        {icon}
      </span>
      <Heading>{title}</Heading>
      {children ? <div className={classes.text}>{children}</div> : null}
      {action}
    </div>
  )
}

/** Nothing here yet: what would be, and how to begin. */
export function Empty({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <Notice icon={<IconMoodEmpty size={36} stroke={1.4} />} title={title} action={action}>
      {children}
    </Notice>
  )
}

/** Not there, or not for this person: the same to both. */
export function NotFound({ action }: { action?: ReactNode }) {
  const { t } = useTranslation()
  return (
    <Notice icon={<IconFileUnknown size={36} stroke={1.4} />} title={t('notFound.title')} action={action} heading="h1">
      <p>{t('notFound.text')}</p>
    </Notice>
  )
}

/** What a failed request means to the person in front of it, and what she can do. */
export function ErrorState({ error, retry, unsent = false }: { error: unknown; retry?: () => void; unsent?: boolean }) {
  const { t } = useTranslation()
  const again = retry ? <Button onClick={retry}>{t('tryAgain')}</Button> : null
  if (error instanceof Offline) {
    return (
      <Notice icon={<IconCloudOff size={36} stroke={1.4} />} title={t('error.offline.title')} action={again}>
        <p>{t('error.offline.text')}</p>
      </Notice>
    )
  }
  if (error instanceof Problem && (error.status === 404 || error.status === 410)) return <NotFound />
  const problem = error instanceof Problem ? error : null
  const forbidden = problem?.status === 403
  return (
    <Notice
      icon={forbidden ? <IconLock size={36} stroke={1.4} /> : <IconPlugConnectedX size={36} stroke={1.4} />}
      title={forbidden ? t('forbidden.title') : t(problem ? 'error.title' : 'error.crash.title')}
      action={again}
    >
      {problem ? <p>{reasonOf(problem)}</p> : null}
      {unsent ? <p>{t('error.safe')}</p> : null}
      {problem?.requestId ? <p className={classes.small}>{t('error.request', { id: problem.requestId })}</p> : null}
    </Notice>
  )
}

/** A band across the screen: a conflict, a newer revision, an archived entry. */
export function Banner({ kind = 'info', children, action }: { kind?: 'info' | 'warning' | 'danger' | 'correction'; children: ReactNode; action?: ReactNode }) {
  return (
    <div className={classes.banner} data-kind={kind}>
      <div>{children}</div>
      {action}
    </div>
  )
}
