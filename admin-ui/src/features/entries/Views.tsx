import { ActionIcon, Button, Menu, TextInput } from '@mantine/core'
import { IconDots, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { settingsQuery } from '@/api/queries'
import { readView, writeFilters } from '@/lib/filters'
import { Dialog } from '@/ui/Dialog'
import { useSettings } from '@/ui/useSettings'
import { useToast } from '@/ui/toast'
import classes from './entries.module.css'

type View = Schemas['View']
type Naming = { view: View | null } | null

/** Ways of looking at the list: everything, one's own work, and what somebody saved for herself. */
export function Views() {
  const { t } = useTranslation(['entries', 'common'])
  const filters = useSearch({ from: '/shell/entries' })
  const settings = useQuery(settingsQuery)
  const change = useSettings()
  const toast = useToast()
  const [naming, setNaming] = useState<Naming>(null)
  const all = settings.data?.views ?? []
  const own = all.filter((one) => one.screen === 'entries')
  const now = writeFilters(filters)
  const saved = own.some((one) => one.query === now)
  const link = (label: string, query: string) => (
    <Link to="/entries" search={readView(query)} className={classes.view ?? ''} activeProps={{}} aria-current={query === now ? 'page' : undefined}>
      {label}
    </Link>
  )
  const remove = (view: View) => {
    change({ views: all.filter((one) => one !== view) }, () => {
      toast({ message: t('view.deleted', { name: view.name }), action: { label: t('common:undo'), run: () => { change({ views: all }) } } })
    })
  }
  return (
    <nav className={classes.views} aria-label={t('views')} data-region tabIndex={-1}>
      {link(t('view.all'), '')}
      {link(t('view.mine'), 'mine=true')}
      {own.map((view) => (
        <span key={view.name} className={classes.own}>
          {link(view.name, view.query)}
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="subtle" size={28} aria-label={t('view.menu', { name: view.name })}>
                <IconDots size={16} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => { setNaming({ view }) }}>{t('view.rename')}</Menu.Item>
              <Menu.Item onClick={() => { remove(view) }}>{t('view.delete')}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </span>
      ))}
      {now === '' || now === 'mine=true' || saved ? null : (
        <button type="button" className={classes.save} onClick={() => { setNaming({ view: null }) }}>
          <IconPlus size={16} aria-hidden /> {t('view.save')}
        </button>
      )}
      {naming ? (
        <NameDialog
          before={naming.view?.name ?? ''}
          taken={own.filter((one) => one !== naming.view).map((one) => one.name)}
          onClose={() => { setNaming(null) }}
          onName={(name) => {
            const { view } = naming
            const views = view ? all.map((one) => (one === view ? { ...one, name } : one)) : [...all, { name, screen: 'entries' as const, query: now }]
            change({ views }, () => { setNaming(null) })
          }}
        />
      ) : null}
    </nav>
  )
}

interface NameProps {
  before: string
  taken: readonly string[]
  onClose: () => void
  onName: (name: string) => void
}

function NameDialog({ before, taken, onClose, onName }: NameProps) {
  const { t } = useTranslation('entries')
  const [name, setName] = useState(before)
  const tidy = name.trim()
  const clash = taken.includes(tidy)
  const send = () => {
    if (tidy && !clash) onName(tidy)
  }
  return (
    <Dialog opened onClose={onClose} title={t(before ? 'view.rename' : 'view.save')} size={420} actions={<Button disabled={!tidy || clash} onClick={send}>{t('view.name.save')}</Button>}>
      <form onSubmit={(event) => { event.preventDefault(); send() }}>
        <TextInput label={t('view.name')} description={t('view.private')} value={name} maxLength={80} data-autofocus error={clash ? t('view.taken') : null} onChange={(e) => { setName(e.currentTarget.value) }} />
      </form>
    </Dialog>
  )
}
