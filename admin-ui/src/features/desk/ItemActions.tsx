import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { entryQuery } from '@/api/queries'
import { useQuick } from '@/ui/work/useWork'
import { targetOf, type HomeItem } from './home'

const WorkDialog = lazy(() => import('@/ui/work/WorkDialog').then((m) => ({ default: m.WorkDialog })))

type Asking = 'snooze' | 'hand_over' | 'assign' | 'due'

/** What can be done to an item without opening it. What this person may is asked when the menu opens. */
export function ItemActions({ item, name, me, snoozed }: { item: HomeItem; name: string; me: string; snoozed: boolean }) {
  const { t } = useTranslation(['desk', 'work'])
  const quick = useQuick()
  const [open, setOpen] = useState(false)
  const [asking, setAsking] = useState<Asking | null>(null)
  const entry = useQuery({ ...entryQuery(item.entry), enabled: open })
  const can = entry.data?.documents.find((doc) => doc.locale === item.locale)?.can ?? []
  const target = targetOf(item)
  const ask = (verb: Asking) => (
    <Menu.Item onClick={() => { setAsking(verb) }}>{t(`work:verb.${verb}`)}</Menu.Item>
  )
  return (
    <>
      <Menu position="bottom-end" opened={open} onChange={setOpen}>
        <Menu.Target>
          <ActionIcon variant="subtle" size={36} aria-label={t('item.menu', { name })}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {!item.assignee && can.includes('take') ? (
            <Menu.Item onClick={() => void quick({ verb: 'take' }, target)}>{t('work:verb.take')}</Menu.Item>
          ) : null}
          {snoozed ? <Menu.Item onClick={() => void quick({ verb: 'snooze', until: null }, target, false)}>{t('item.back')}</Menu.Item> : ask('snooze')}
          {item.assignee === me && can.includes('hand_over') ? ask('hand_over') : null}
          {can.includes('assign') ? ask('assign') : null}
          {can.includes('due') ? ask('due') : null}
        </Menu.Dropdown>
      </Menu>
      <Suspense>{asking ? <WorkDialog verb={asking} targets={[target]} brief onClose={() => { setAsking(null) }} /> : null}</Suspense>
    </>
  )
}
