import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '@/api/client'
import { keys } from '@/api/keys'
import { languages } from '@/i18n/languages'
import { moment } from '@/lib/format'
import { Dialog } from '@/ui/Dialog'
import { GrantFields, noGrant } from './GrantFields'
import { Refused } from '@/ui/Refused'
import { ShownOnce } from './ShownOnce'
import classes from './settings.module.css'

/** Makes an account, and shows the link to hand over this once. */
export function Invite({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useTranslation('settings')
  const client = useQueryClient()
  const [email, setEmail] = useState('')
  const [name, setName] = useState('')
  const [locale, setLocale] = useState(i18n.language)
  const [grant, setGrant] = useState(noGrant)
  const invite = useMutation({
    mutationFn: () => answer(api.POST('/api/desk/people', { body: { email, name, locale, grants: grant.role ? [grant] : [] } })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.people }),
  })
  if (invite.data) {
    const { person, link } = invite.data
    return (
      <Dialog opened onClose={onClose} title={t('invite.madeTitle', { name: person.name })} size={600}>
        {link ? <ShownOnce label={t('invite.link')} value={link.url} note={t('invite.once', { name: person.name, when: moment(link.expires_at, i18n.language) })} /> : null}
        <div className={classes.after}>
          <Button variant="default" onClick={onClose}>{t('done')}</Button>
          <Link to="/settings/people/$id" params={{ id: person.id }}>{t('invite.open')}</Link>
        </div>
      </Dialog>
    )
  }
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('people.invite')}
      size={600}
      actions={<Button loading={invite.isPending} disabled={email.trim() === '' || name.trim() === ''} onClick={() => { invite.mutate() }}>{t('invite.submit')}</Button>}
    >
      <div className={classes.form}>
        <TextInput data-autofocus label={t('name')} value={name} maxLength={100} autoComplete="off" onChange={(e) => { setName(e.currentTarget.value) }} />
        <TextInput type="email" label={t('email')} value={email} maxLength={254} autoComplete="off" onChange={(e) => { setEmail(e.currentTarget.value) }} />
        <NativeSelect
          label={t('interfaceLanguage')}
          value={locale}
          onChange={(e) => { setLocale(e.currentTarget.value) }}
          data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
        />
        <GrantFields value={grant} onChange={setGrant} none={t('grant.later')} />
        <Refused error={invite.error} />
      </div>
    </Dialog>
  )
}
