import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, Navigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { isProblem } from '@/api/problem'
import { documentQuery, entryQuery, localesQuery, sessionQuery, typesQuery } from '@/api/queries'
import { Empty, ErrorState, Loading, NotFound } from '@/ui/status'
import { reviewQuery, revisionsQuery } from './queries'
import { Review } from './Review'

const route = getRouteApi('/shell/entries/$id/$locale/review')
// A colleague may go on writing while somebody reads; the reviewer hears of it.
const watch = 20_000

/** A text as somebody reads it who vouches for it: exactly one revision, which stands in the address. */
export function ReviewScreen() {
  const { t } = useTranslation('review')
  const { id, locale } = route.useParams()
  const search = route.useSearch()
  const entry = useQuery(entryQuery(id))
  const document = useQuery({ ...documentQuery(id, locale), refetchInterval: watch })
  const review = useQuery(reviewQuery(id, locale))
  const revisions = useQuery(revisionsQuery(id, locale))
  const types = useQuery(typesQuery)
  const locales = useQuery(localesQuery)
  const session = useQuery(sessionQuery)
  const failed = [entry, document, review, revisions, types, locales].find((one) => one.error && !one.data)
  if (failed?.error) {
    if (isProblem(failed.error) && failed.error.status === 404) return <NotFound action={<Link to="/entries">{t('toEntries')}</Link>} />
    return <ErrorState error={failed.error} retry={() => void failed.refetch()} />
  }
  const type = types.data?.find((one) => one.name === entry.data?.type)
  if (!entry.data || !document.data || !review.data || !revisions.data || !type || !locales.data || !session.data) return <Loading lines={10} />
  if (!document.data.revision) {
    return (
      <Empty title={t('nothing.title')} action={<Link to="/entries">{t('toEntries')}</Link>}>
        <p>{t('nothing.text')}</p>
      </Empty>
    )
  }
  if (!search.revision) {
    // What is pinned is the newest text: what was kept of an earlier visit may be older.
    if (document.isFetching) return <Loading lines={10} />
    return <Navigate to="/entries/$id/$locale/review" params={{ id, locale }} search={{ ...search, revision: document.data.revision }} replace />
  }
  return (
    <Review
      key={`${id}/${locale}`}
      entry={entry.data}
      document={document.data}
      info={review.data}
      revisions={revisions.data}
      type={type}
      locales={locales.data.map((one) => one.code)}
      session={session.data}
      revision={search.revision}
    />
  )
}
