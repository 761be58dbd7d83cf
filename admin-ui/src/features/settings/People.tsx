import { Button, TextInput } from '@mantine/core'
import { IconUserPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useRouteContext } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { ago, languageName, list } from '@/lib/format'
import { Avatar } from '@/ui/Presence'
import { Empty, ErrorState, Loading } from '@/ui/status'
import { useRoleName } from './GrantFields'
import { Page } from './Page'
import { peopleQuery } from './queries'
import { RolesTable } from './RolesTable'
import classes from './settings.module.css'

const Invite = lazy(() => import('./Invite').then((m) => ({ default: m.Invite })))

function bare(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase()
}

/** Everybody with an account. */
export function People() {
  const { t, i18n } = useTranslation('settings')
  const { session } = useRouteContext({ from: '/shell' })
  const people = useQuery({ ...peopleQuery })
  const [letters, setLetters] = useState('')
  const [inviting, setInviting] = useState(false)
  const collator = new Intl.Collator(i18n.language)
  const shown = (people.data ?? [])
    .filter((one) => bare(`${one.name} ${one.email}`).includes(bare(letters)))
    .toSorted((a, b) => collator.compare(a.name, b.name))
  const invite = session.manage ? (
    <Button leftSection={<IconUserPlus size={18} aria-hidden />} onClick={() => { setInviting(true) }}>
      {t('people.invite')}
    </Button>
  ) : null
  return (
    <Page title={t('people.title')} actions={invite}>
      {people.error ? (
        <ErrorState error={people.error} retry={() => void people.refetch()} />
      ) : !people.data ? (
        <Loading lines={10} height={58} />
      ) : (
        <>
          <div className={classes.search}>
            <TextInput label={t('people.search')} value={letters} onChange={(e) => { setLetters(e.currentTarget.value) }} />
            <span role="status">{t('people.count', { count: shown.length })}</span>
          </div>
          {shown.length === 0 ? (
            <Empty title={t('people.empty')} action={<Button variant="default" onClick={() => { setLetters('') }}>{t('people.clear')}</Button>} />
          ) : (
            <ul className={classes.people}>
              {shown.map((person) => <PersonRow key={person.id} person={person} own={person.id === session.user.id} />)}
            </ul>
          )}
          <RolesTable />
        </>
      )}
      <Suspense>{inviting ? <Invite onClose={() => { setInviting(false) }} /> : null}</Suspense>
    </Page>
  )
}

/** "Translator: German and Greek", a line for each role. */
export function useRolesOf() {
  const { t, i18n } = useTranslation('settings')
  const roleName = useRoleName()
  return (grants: readonly Schemas['Grant'][]) => {
    const byRole = new Map<string, string[]>()
    for (const grant of grants) byRole.set(grant.role, [...(byRole.get(grant.role) ?? []), grant.locale])
    return [...byRole].map(([role, locales]) => {
      if (locales.includes('*')) return roleName(role)
      const languages = [...new Set(locales)].map((l) => languageName(l, i18n.language, t('rights.sharedPart')))
      return t('people.role', { role: roleName(role), languages: list(languages, i18n.language) })
    })
  }
}

function PersonRow({ person, own }: { person: Schemas['Person']; own: boolean }) {
  const { t, i18n } = useTranslation('settings')
  const roles = useRolesOf()(person.grants)
  return (
    <li data-state={person.state}>
      <Avatar person={person} />
      <div className={classes.who}>
        <Link to="/settings/people/$id" params={{ id: person.id }}>
          {person.name}
        </Link>
        {own ? <small>{t('people.you')}</small> : null}
        <span>{person.email}</span>
      </div>
      <div className={classes.roles}>{roles.length > 0 ? roles.map((one) => <span key={one}>{one}</span>) : <em>{t('people.noRole')}</em>}</div>
      <div className={classes.seen}>
        {person.state === 'active' ? (
          person.last_seen_at ? t('people.seen', { ago: ago(person.last_seen_at, i18n.language) }) : t('people.unseen')
        ) : (
          <span className={classes.badge} data-state={person.state}>{t(`people.state.${person.state as 'invited'}`, { defaultValue: person.state })}</span>
        )}
      </div>
    </li>
  )
}
