import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api, type Schemas } from '@/api/client'
import { keys } from '@/api/keys'
import { ago, moment } from '@/lib/format'
import { Dialog } from '@/ui/Dialog'
import { useToast } from '@/ui/toast'
import { ConfirmDialog } from '@/ui/verbs/ConfirmDialog'
import { Card } from './Page'
import { Refused } from '@/ui/Refused'
import { ShownOnce } from './ShownOnce'
import classes from './settings.module.css'

type Asking = 'link' | 'sessions' | 'disable' | null

/** How somebody gets in: a new link, the end of her sessions, shutting out and letting in again. */
export function Access({ person, own }: { person: Schemas['Person']; own: boolean }) {
  const { t, i18n } = useTranslation('settings')
  const client = useQueryClient()
  const toast = useToast()
  const [asking, setAsking] = useState<Asking>(null)
  const path = { params: { path: { id: person.id } } }
  const changed = (after: Schemas['Person'], message: string) => {
    client.setQueryData(keys.person(person.id), after)
    void client.invalidateQueries({ queryKey: keys.people, exact: true })
    setAsking(null)
    toast({ message })
  }
  const link = useMutation({ mutationFn: () => answer(api.POST('/api/desk/people/{id}/links', path)) })
  const sessions = useMutation({
    mutationFn: () => answer(api.DELETE('/api/desk/people/{id}/sessions', path)),
    onSuccess: () => {
      setAsking(null)
      toast({ message: t('access.signedOut', { name: person.name }) })
    },
  })
  const disable = useMutation({
    mutationFn: () => answer(api.POST('/api/desk/people/{id}/disable', path)),
    onSuccess: (after) => { changed(after, t('access.disabled', { name: person.name })) },
  })
  const enable = useMutation({
    mutationFn: () => answer(api.POST('/api/desk/people/{id}/enable', path)),
    onSuccess: (after) => { changed(after, t('access.enabled', { name: person.name })) },
  })
  const close = () => {
    setAsking(null)
    link.reset()
    sessions.reset()
    disable.reset()
  }
  const kind = person.state === 'invited' ? 'invitation' : 'reset'
  const seen = person.last_seen_at ? t('people.seen', { ago: ago(person.last_seen_at, i18n.language) }) : t('people.unseen')
  const disabled = person.state === 'disabled'
  return (
    <Card title={t('access.title')} note={person.state === 'invited' ? t('access.invited') : seen}>
      <div className={classes.buttons}>
        {disabled ? null : <Button variant="default" onClick={() => { setAsking('link') }}>{t(`access.link.${kind}`)}</Button>}
        {disabled ? null : <Button variant="default" onClick={() => { setAsking('sessions') }}>{t('access.end')}</Button>}
        {disabled ? (
          <Button loading={enable.isPending} onClick={() => { enable.mutate() }}>{t('access.enable')}</Button>
        ) : (
          <Button variant="default" className={classes.danger ?? ''} onClick={() => { setAsking('disable') }}>{t('access.disable')}</Button>
        )}
      </div>
      <Refused error={enable.error} />
      {asking === 'link' && link.data?.link ? (
        <Dialog opened onClose={close} title={t(`access.linkTitle.${kind}`, { name: person.name })} size={600}>
          <ShownOnce label={t('invite.link')} value={link.data.link.url} note={t('invite.once', { name: person.name, when: moment(link.data.link.expires_at, i18n.language) })} />
          <Button mt="lg" variant="default" onClick={close}>{t('done')}</Button>
        </Dialog>
      ) : null}
      {asking === 'link' && !link.data?.link ? (
        <ConfirmDialog
          title={t(`access.linkTitle.${kind}`, { name: person.name })}
          text={<><p>{t('access.linkText')}</p><Refused error={link.error} /></>}
          action={t(`access.link.${kind}`)}
          loading={link.isPending}
          onClose={close}
          onConfirm={() => { link.mutate() }}
        />
      ) : null}
      {asking === 'sessions' ? (
        <ConfirmDialog
          title={t('access.endTitle', { name: person.name })}
          text={<><p>{t(own ? 'access.endOwn' : 'access.endText')}</p><Refused error={sessions.error} /></>}
          action={t('access.end')}
          loading={sessions.isPending}
          onClose={close}
          onConfirm={() => { sessions.mutate() }}
        />
      ) : null}
      {asking === 'disable' ? (
        <ConfirmDialog
          title={t('access.disableTitle', { name: person.name })}
          text={<><p>{t(own ? 'access.disableOwn' : 'access.disableText')}</p><Refused error={disable.error} /></>}
          action={t('access.disable')}
          loading={disable.isPending}
          onClose={close}
          onConfirm={() => { disable.mutate() }}
        />
      ) : null}
    </Card>
  )
}
