import { Menu } from '@mantine/core'
import { useRouteContext, useRouter } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { targetsOf, type Job } from '@/lib/bulk'
import { languageName } from '@/lib/format'
import { documentPath } from '@/ui/DocumentLink'
import { useQuick } from '@/ui/work/useWork'
import type { Entry } from './rows'

const WorkDialog = lazy(() => import('@/ui/work/WorkDialog').then((m) => ({ default: m.WorkDialog })))
const PublishDialog = lazy(() => import('@/ui/verbs/PublishDialog').then((m) => ({ default: m.PublishDialog })))

/** The cell whose menu is open. */
export interface Spot {
  entry: Entry
  locale: string
  cell: HTMLElement
}

type Asking = Extract<Job['verb'], 'assign' | 'due' | 'hand_over' | 'submit' | 'snooze'> | 'publish'
const dialogs: readonly Exclude<Asking, 'publish'>[] = ['assign', 'hand_over', 'due', 'submit', 'snooze']

/** What can be done to one language of one entry, where its cell is. */
export function CellMenu({ spot, onClose }: { spot: Spot; onClose: () => void }) {
  const { t, i18n } = useTranslation(['entries', 'work', 'common', 'verbs'])
  const { session } = useRouteContext({ from: '/shell' })
  const router = useRouter()
  const quick = useQuick()
  const [asking, setAsking] = useState<Asking | null>(null)
  const { entry, locale, cell } = spot
  const doc = entry.documents.find((one) => one.locale === locale)
  const { targets } = targetsOf([entry], [locale])
  const [target] = targets
  const place = cell.getBoundingClientRect()
  const close = () => {
    onClose()
    cell.focus()
  }
  if (!doc) return null
  const detached = doc.follows === undefined && doc.state !== 'missing'
  const language = languageName(locale, i18n.language, t('common:state.sharedPart'))
  const go = (path: string) => { void router.navigate({ to: path as '/' }) }
  const out = doc.live && !doc.live.edited_since
  const may = (verb: Asking) => (verb === 'snooze' ? doc.can.length > 0 : doc.can.includes(verb) && !(verb === 'publish' && out))
  const mayTake = doc.can.includes('take') && !doc.assignee
  const begin = doc.state === 'missing' && doc.follows !== undefined && doc.can.includes('segments')
  if (asking === 'publish') return <Suspense><PublishDialog entry={entry} current={locale} onClose={close} /></Suspense>
  if (asking) return <Suspense><WorkDialog verb={asking} targets={targets} brief onClose={close} /></Suspense>
  return (
    <Menu opened onClose={close} position="bottom-start" returnFocus={false} hideDetached={false} withinPortal>
      <Menu.Target>
        <span style={{ position: 'fixed', left: place.left, top: place.top, width: place.width, height: place.height, pointerEvents: 'none' }} />
      </Menu.Target>
      <Menu.Dropdown aria-label={t('menu', { title: entry.title, language })}>
        <Menu.Item onClick={() => { go(documentPath({ entry: entry.id, locale, source: entry.source_locale, detached })) }}>
          {begin ? t('menu.begin', { language: languageName(doc.follows ?? '', i18n.language) }) : t('menu.open', { language })}
        </Menu.Item>
        {mayTake && target ? (
          <Menu.Item onClick={() => { close(); void quick({ verb: 'take' }, target) }}>{t('work:verb.take')}</Menu.Item>
        ) : null}
        {dialogs.filter((verb) => may(verb) && (verb !== 'hand_over' || doc.assignee === session.user.id)).map((verb) => (
          <Menu.Item key={verb} closeMenuOnClick={false} onClick={() => { setAsking(verb) }}>{t(`work:verb.${verb}`)}</Menu.Item>
        ))}
        {may('publish') ? (
          <Menu.Item closeMenuOnClick={false} onClick={() => { setAsking('publish') }}>{t('verbs:verb.publish', { language })}…</Menu.Item>
        ) : null}
        {doc.state === 'missing' ? null : <Menu.Item onClick={() => { go(`/entries/${entry.id}/${locale}/history`) }}>{t('menu.history')}</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  )
}
