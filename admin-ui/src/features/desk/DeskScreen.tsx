import { useQuery } from '@tanstack/react-query'
import { Link, useRouteContext } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { languageName, list } from '@/lib/format'
import { ScreenBody, ScreenHead } from '@/ui/Screen'
import { Empty, ErrorState, Loading } from '@/ui/status'
import { Group } from './Group'
import { filled, homeQuery } from './home'
import { Languages } from './Languages'
import { Mentions } from './Mentions'

function greeting(hour: number): 'hello.morning' | 'hello.day' | 'hello.evening' {
  return hour < 12 ? 'hello.morning' : hour < 18 ? 'hello.day' : 'hello.evening'
}

/** Home: what waits for this person, the most urgent first. */
export function DeskScreen() {
  const { t, i18n } = useTranslation('desk')
  const { session } = useRouteContext({ from: '/shell' })
  const home = useQuery(homeQuery)
  const own = (home.data?.languages ?? []).filter((l) => l.mine && l.locale !== 'und')
  const crumb = list(own.map((l) => languageName(l.locale, i18n.language)), i18n.language)
  const groups = filled(home.data?.groups ?? [])
  return (
    <>
      <ScreenHead title={t(greeting(new Date().getHours()), { name: session.user.name })} crumb={crumb || t('title')} />
      <ScreenBody>
        {home.error ? (
          <ErrorState error={home.error} retry={() => void home.refetch()} />
        ) : home.data === undefined ? (
          <Loading lines={8} height={52} />
        ) : (
          <>
            {groups.length === 0 && home.data.mentions.total === 0 ? (
              <Empty title={t('empty.title')} action={<Link to="/entries">{t('empty.action')}</Link>}>
                <p>{t('empty.text')}</p>
              </Empty>
            ) : null}
            {groups.map((group) => (
              <Group key={group.kind} group={group} />
            ))}
            <Mentions mentions={home.data.mentions.items} total={home.data.mentions.total} />
            <Languages languages={home.data.languages} />
          </>
        )}
      </ScreenBody>
    </>
  )
}
