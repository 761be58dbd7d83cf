import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { isProblem } from '@/api/problem'
import { documentQuery, entryQuery, historyQuery, localesQuery, sessionQuery, typesQuery } from '@/api/queries'
import { ErrorState, Loading, NotFound } from '@/ui/status'
import { History } from './History'
import { revisionsQuery } from './queries'

const route = getRouteApi('/shell/entries/$id/$locale/history')

/** Every text that a document had, and what any two of them differ in. */
export function HistoryScreen() {
  const { t } = useTranslation('review')
  const { id, locale } = route.useParams()
  const entry = useQuery(entryQuery(id))
  const document = useQuery(documentQuery(id, locale))
  const revisions = useQuery(revisionsQuery(id, locale))
  const deeds = useQuery(historyQuery(id, locale))
  const types = useQuery(typesQuery)
  const locales = useQuery(localesQuery)
  const session = useQuery(sessionQuery)
  const failed = [entry, document, revisions, deeds, types, locales].find((one) => one.error && !one.data)
  if (failed?.error) {
    if (isProblem(failed.error) && failed.error.status === 404) return <NotFound action={<Link to="/entries">{t('toEntries')}</Link>} />
    return <ErrorState error={failed.error} retry={() => void failed.refetch()} />
  }
  const type = types.data?.find((one) => one.name === entry.data?.type)
  if (!entry.data || !document.data || !revisions.data || !deeds.data || !type || !locales.data || !session.data) return <Loading lines={10} />
  return (
    <History
      key={`${id}/${locale}`}
      entry={entry.data}
      document={document.data}
      revisions={revisions.data}
      deeds={deeds.data}
      type={type}
      locales={locales.data.map((one) => one.code)}
      me={session.data.user.id}
    />
  )
}
