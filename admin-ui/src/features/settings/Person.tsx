import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams, useRouteContext } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api, type Schemas } from '@/api/client'
import { keys } from '@/api/keys'
import { languages } from '@/i18n/languages'
import { day } from '@/lib/format'
import { ErrorState, Loading } from '@/ui/status'
import { useToast } from '@/ui/toast'
import { Access } from './Access'
import { Grants } from './Grants'
import { Card, Page } from './Page'
import { personQuery } from './queries'
import { Refused } from '@/ui/Refused'
import { RightsSentences } from './RightsSentences'
import classes from './settings.module.css'
import { TokenList } from './Tokens'

type Person = Schemas['Person']

/** Somebody's account: who she is, what she may do, how she gets in. */
export function PersonScreen() {
  const { t } = useTranslation('settings')
  const { id } = useParams({ from: '/shell/settings/people/$id' })
  const { session } = useRouteContext({ from: '/shell' })
  const person = useQuery(personQuery(id))
  const own = id === session.user.id
  return (
    <Page title={person.data?.name ?? t('people.title')} crumb={<Link to="/settings/people">{t('people.title')}</Link>}>
      {person.error ? (
        <ErrorState error={person.error} retry={() => void person.refetch()} />
      ) : !person.data ? (
        <Loading lines={8} />
      ) : (
        <>
          {person.data.state === 'disabled' ? <p className={classes.warning}>{t('person.disabledNow')}</p> : null}
          <div className={classes.columns}>
            <div>
              <Card title={t('person.account')}>
                <Account key={person.data.id} person={person.data} />
              </Card>
              <Access person={person.data} own={own} />
              <TokensOf id={id} />
            </div>
            <div>
              <Card title={t('person.rights')}>
                <RightsSentences grants={person.data.grants} />
              </Card>
              <Grants person={person.data} own={own} />
            </div>
          </div>
        </>
      )}
    </Page>
  )
}

function Account({ person }: { person: Person }) {
  const { t, i18n } = useTranslation('settings')
  const client = useQueryClient()
  const toast = useToast()
  const [form, setForm] = useState({ name: person.name, email: person.email, locale: person.locale })
  const save = useMutation({
    mutationFn: () => answer(api.PATCH('/api/desk/people/{id}', { params: { path: { id: person.id } }, body: form })),
    onSuccess: (changed) => {
      client.setQueryData(keys.person(person.id), changed)
      toast({ message: t('person.saved', { name: changed.name }) })
      return client.invalidateQueries({ queryKey: keys.people, exact: true })
    },
  })
  const same = form.name === person.name && form.email === person.email && form.locale === person.locale
  return (
    <form className={classes.form} onSubmit={(event) => { event.preventDefault(); save.mutate() }}>
      <TextInput label={t('name')} value={form.name} maxLength={100} autoComplete="off" onChange={(e) => { setForm({ ...form, name: e.currentTarget.value }) }} />
      <TextInput type="email" label={t('email')} value={form.email} maxLength={254} autoComplete="off" onChange={(e) => { setForm({ ...form, email: e.currentTarget.value }) }} />
      <NativeSelect
        label={t('interfaceLanguage')}
        value={form.locale}
        onChange={(e) => { setForm({ ...form, locale: e.currentTarget.value }) }}
        data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
      />
      <p className={classes.quiet}>{t('person.since', { day: day(person.created_at, i18n.language) })}</p>
      <Refused error={save.error} />
      <Button type="submit" loading={save.isPending} disabled={same}>{t('person.save')}</Button>
    </form>
  )
}

function TokensOf({ id }: { id: string }) {
  const { t } = useTranslation('settings')
  const key = [...keys.person(id), 'tokens'] as const
  const tokens = useQuery({
    queryKey: key,
    queryFn: () => answer(api.GET('/api/desk/people/{id}/tokens', { params: { path: { id } } })).then((list) => list.data),
  })
  return (
    <Card title={t('tokens.title')}>
      {tokens.error ? (
        <ErrorState error={tokens.error} retry={() => void tokens.refetch()} />
      ) : tokens.data ? (
        <TokenList tokens={tokens.data} refresh={key} />
      ) : (
        <Loading lines={1} />
      )}
    </Card>
  )
}
