import { Menu } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { entryQuery } from '@/api/queries'
import type { Job } from '@/lib/bulk'
import { useQuick } from '@/ui/work/useWork'
import { targetOf } from './home'
import type { ActionsProps } from './ItemActions'

const WorkDialog = lazy(() => import('@/ui/work/WorkDialog').then((m) => ({ default: m.WorkDialog })))

type Asking = 'snooze' | 'hand_over' | 'assign' | 'due'

/** What can be done to an item. What this person may is asked when the menu opens. */
export function ItemMenu({ item, name, me, snoozed, button, onClose }: ActionsProps & { button: RefObject<HTMLButtonElement | null>; onClose: () => void }) {
  const { t } = useTranslation(['desk', 'work'])
  const quick = useQuick()
  const [asking, setAsking] = useState<Asking | null>(null)
  const [place] = useState(() => button.current?.getBoundingClientRect())
  const entry = useQuery(entryQuery(item.entry))
  const can = entry.data?.documents.find((doc) => doc.locale === item.locale)?.can ?? []
  const target = targetOf(item)
  const doNow = (job: Job, mayUndo = true) => {
    onClose()
    void quick(job, target, mayUndo)
  }
  const ask = (verb: Asking) => (
    <Menu.Item closeMenuOnClick={false} onClick={() => { setAsking(verb) }}>{t(`work:verb.${verb}`)}</Menu.Item>
  )
  if (asking) return <Suspense><WorkDialog verb={asking} targets={[target]} brief onClose={onClose} /></Suspense>
  return (
    <Menu position="bottom-end" opened onClose={onClose} returnFocus={false} hideDetached={false} withinPortal>
      <Menu.Target>
        <span style={{ position: 'fixed', left: place?.left, top: place?.top, width: place?.width, height: place?.height, pointerEvents: 'none' }} />
      </Menu.Target>
      <Menu.Dropdown aria-label={t('item.menu', { name })}>
        {!item.assignee && can.includes('take') ? <Menu.Item onClick={() => { doNow({ verb: 'take' }) }}>{t('work:verb.take')}</Menu.Item> : null}
        {snoozed ? <Menu.Item onClick={() => { doNow({ verb: 'snooze', until: null }, false) }}>{t('item.back')}</Menu.Item> : ask('snooze')}
        {item.assignee === me && can.includes('hand_over') ? ask('hand_over') : null}
        {can.includes('assign') ? ask('assign') : null}
        {can.includes('due') ? ask('due') : null}
      </Menu.Dropdown>
    </Menu>
  )
}
