import { useQuery } from '@tanstack/react-query'
import { useRouteContext, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { languageName, list } from '@/lib/format'
import { NewEntry } from '@/ui/new/NewEntry'
import { ScreenBody, ScreenHead } from '@/ui/Screen'
import { ErrorState, Loading } from '@/ui/status'
import { Group } from './Group'
import { aroundMentions, groupsOf, homeQuery, type Home, type Tab } from './home'
import { Languages } from './Languages'
import { Mentions } from './Mentions'
import { NewsLine } from './NewsLine'
import { Nothing } from './Nothing'
import { Tabs } from './Tabs'
import { useListKeys } from './useListKeys'

function greeting(hour: number): 'hello.morning' | 'hello.day' | 'hello.evening' {
  return hour < 12 ? 'hello.morning' : hour < 18 ? 'hello.day' : 'hello.evening'
}

/** Home: what waits for this person, the most urgent first. */
export function DeskScreen() {
  const { t, i18n } = useTranslation('desk')
  const { session } = useRouteContext({ from: '/shell' })
  const { tab = 'me' } = useSearch({ from: '/shell/desk' })
  const home = useQuery(homeQuery)
  const own = (home.data?.languages ?? []).filter((l) => l.mine && l.locale !== 'und')
  const crumb = list(own.map((l) => languageName(l.locale, i18n.language)), i18n.language)
  return (
    <>
      <ScreenHead title={t(greeting(new Date().getHours()), { name: session.user.name })} crumb={crumb || t('title')}>
        <NewEntry session={session} />
      </ScreenHead>
      <ScreenBody>
        {home.error ? (
          <ErrorState error={home.error} retry={() => void home.refetch()} />
        ) : home.data === undefined ? (
          <Loading lines={8} height={52} />
        ) : (
          <>
            <NewsLine shown={home.data} />
            <Tabs home={home.data} current={tab} />
            <Work home={home.data} tab={tab} me={session.user.id} />
            <Languages languages={home.data.languages} />
          </>
        )}
      </ScreenBody>
    </>
  )
}

function Work({ home, tab, me }: { home: Home; tab: Tab; me: string }) {
  const onKeyDown = useListKeys()
  if (tab === 'mentions') {
    return home.mentions.total === 0 ? <Nothing home={home} tab={tab} /> : <div onKeyDown={onKeyDown}><Mentions mentions={home.mentions.items} total={home.mentions.total} /></div>
  }
  const groups = groupsOf(home, tab)
  const asked = tab === 'me' && home.mentions.total > 0
  const waits = asked || groups.some((g) => g.kind !== 'feedback' && g.kind !== 'snoozed')
  const [before, after] = tab === 'me' ? aroundMentions(groups) : [groups, []]
  return (
    <div onKeyDown={onKeyDown}>
      {waits ? null : <Nothing home={home} tab={tab} />}
      {before.map((group) => (
        <Group key={group.kind} group={group} me={me} />
      ))}
      {asked ? <Mentions mentions={home.mentions.items} total={home.mentions.total} /> : null}
      {after.map((group) => (
        <Group key={group.kind} group={group} me={me} />
      ))}
    </div>
  )
}
