import { useQuery } from '@tanstack/react-query'
import { Link, useRouteContext } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { localesQuery } from '@/api/queries'
import { languageName, list } from '@/lib/format'
import { ScreenBody, ScreenHead } from '@/ui/Screen'
import { Empty, ErrorState, Loading } from '@/ui/status'
import { Group } from './Group'
import { homeQuery, ownLocales } from './home'

function greeting(hour: number): 'hello.morning' | 'hello.day' | 'hello.evening' {
  return hour < 12 ? 'hello.morning' : hour < 18 ? 'hello.day' : 'hello.evening'
}

/** Home: what waits for this person, the most urgent first. */
export function DeskScreen() {
  const { t, i18n } = useTranslation('desk')
  const { session } = useRouteContext({ from: '/shell' })
  const locales = useQuery(localesQuery)
  const own = ownLocales(session, locales.data?.map((l) => l.code) ?? [])
  const home = useQuery({ ...homeQuery(session, own), enabled: locales.data !== undefined })
  const failed = locales.error ?? home.error
  const crumb = list(own.map((code) => languageName(code, i18n.language)), i18n.language)
  return (
    <>
      <ScreenHead title={t(greeting(new Date().getHours()), { name: session.user.name })} crumb={crumb || t('title')} />
      <ScreenBody>
        {failed ? (
          <ErrorState error={failed} retry={() => void (locales.error ? locales.refetch() : home.refetch())} />
        ) : home.data === undefined ? (
          <Loading lines={8} height={52} />
        ) : home.data.length === 0 ? (
          <Empty title={t('empty.title')} action={<Link to="/entries">{t('empty.action')}</Link>}>
            <p>{t('empty.text')}</p>
          </Empty>
        ) : (
          home.data.map((group) => <Group key={group.kind} group={group} />)
        )}
      </ScreenBody>
    </>
  )
}
