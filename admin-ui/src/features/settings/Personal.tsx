import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouteContext, useRouter } from '@tanstack/react-router'
import { useState, type SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api, type Schemas, type Session } from '@/api/client'
import { keys } from '@/api/keys'
import { Appearance } from '@/ui/Appearance'
import { ErrorState, Loading } from '@/ui/status'
import { useToast } from '@/ui/toast'
import { Keys } from './Keys'
import { Card, Page } from './Page'
import { meQuery } from './queries'
import { Refused } from '@/ui/Refused'
import { RightsSentences } from './RightsSentences'
import classes from './settings.module.css'
import { OwnTokens } from './Tokens'

/** What concerns only the person who is signed in. */
export function Personal() {
  const { t } = useTranslation('settings')
  const { session } = useRouteContext({ from: '/shell' })
  const me = useQuery(meQuery)
  return (
    <Page title={t('personal.title')}>
      <div className={classes.columns}>
        <div>
          <Card title={t('profile.title')}>
            {me.error ? <ErrorState error={me.error} retry={() => void me.refetch()} /> : me.data ? <Profile me={me.data} /> : <Loading lines={2} />}
          </Card>
          <Card title={t('appearance.title')}>
            <div className={classes.form}>
              <Appearance />
            </div>
          </Card>
          <Card title={t('password.title')} note={t('password.note')}>
            <PasswordForm />
          </Card>
        </div>
        <div>
          <Card title={t('ownRights.title')} note={t('ownRights.note')}>
            <RightsSentences grants={session.grants} />
          </Card>
          <OwnTokens />
          <Keys />
        </div>
      </div>
    </Page>
  )
}

function Profile({ me }: { me: Schemas['Person'] }) {
  const { t } = useTranslation('settings')
  const client = useQueryClient()
  const router = useRouter()
  const toast = useToast()
  const [name, setName] = useState(me.name)
  const save = useMutation({
    mutationFn: () => answer(api.PATCH('/api/desk/me', { body: { name } })),
    onSuccess: (person) => {
      client.setQueryData(keys.me, person)
      client.setQueryData<Session | null>(keys.session, (old) => (old ? { ...old, user: { ...old.user, name: person.name } } : old))
      toast({ message: t('profile.saved') })
      void router.invalidate() // the frame shows the name
    },
  })
  return (
    <form className={classes.form} onSubmit={(event) => { event.preventDefault(); save.mutate() }}>
      <TextInput label={t('name')} value={name} autoComplete="name" maxLength={100} required withAsterisk={false} onChange={(event) => { setName(event.currentTarget.value) }} />
      <TextInput label={t('email')} value={me.email} readOnly description={t('profile.email')} />
      <Refused error={save.error} />
      <Button type="submit" loading={save.isPending} disabled={name.trim() === me.name}>{t('profile.save')}</Button>
    </form>
  )
}

function PasswordForm() {
  const { t } = useTranslation('settings')
  const toast = useToast()
  const change = useMutation({
    mutationFn: (body: { present: string; next: string }) => answer(api.PUT('/api/desk/me/password', { body })),
  })
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const data = new FormData(form)
    change.mutate(
      { present: String(data.get('present')), next: String(data.get('next')) },
      {
        onSuccess: () => {
          form.reset()
          toast({ message: t('password.done') })
        },
      },
    )
  }
  const toggle = { 'aria-label': t('password.show'), tabIndex: 0 }
  return (
    <form className={classes.form} onSubmit={submit}>
      <PasswordInput name="present" label={t('password.present')} autoComplete="current-password" required withAsterisk={false} visibilityToggleButtonProps={toggle} />
      <PasswordInput name="next" label={t('password.next')} autoComplete="new-password" required withAsterisk={false} visibilityToggleButtonProps={toggle} />
      <Refused error={change.error} />
      <Button type="submit" variant="default" loading={change.isPending}>{t('password.change')}</Button>
    </form>
  )
}
