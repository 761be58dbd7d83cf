import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, Navigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { isProblem } from '@/api/problem'
import { documentQuery, entryQuery, localesQuery, segmentsQuery, sessionQuery, typesQuery } from '@/api/queries'
import { useHold } from '@/ui/live/Live'
import { Empty, ErrorState, Loading, NotFound } from '@/ui/status'
import { Workbench } from './Workbench'

const route = getRouteApi('/shell/translate/$id/$locale')

/** A translation beside its source, sentence by sentence. */
export function WorkbenchScreen() {
  const { t } = useTranslation(['translate', 'comments'])
  const { id, locale } = route.useParams()
  useHold(id, locale)
  const entry = useQuery(entryQuery(id))
  const document = useQuery(documentQuery(id, locale))
  const segments = useQuery(segmentsQuery(id, locale))
  const types = useQuery(typesQuery)
  const locales = useQuery(localesQuery)
  const session = useQuery(sessionQuery)
  if (document.data && document.data.follows === undefined) return <Navigate to="/entries/$id/$locale" params={{ id, locale }} replace />
  const failed = [entry, document, segments, types, locales].find((one) => one.error)
  if (failed?.error) {
    if (isProblem(failed.error, 'no_base')) return <NothingYet title={entry.data?.title ?? ''} />
    if (isProblem(failed.error) && failed.error.status === 404) return <NotFound action={<Link to="/entries">{t('toEntries')}</Link>} />
    return <ErrorState error={failed.error} retry={() => void failed.refetch()} />
  }
  const type = types.data?.find((one) => one.name === entry.data?.type)
  if (!entry.data || !document.data || !segments.data || !type || !locales.data || !session.data) return <Loading lines={10} />
  return (
    <Workbench
      key={`${id}/${locale}`}
      entry={entry.data}
      document={document.data}
      view={segments.data}
      type={type}
      locales={locales.data.map((one) => one.code)}
      account={session.data.user.id}
      granted={session.data.grants.flatMap((grant) => (grant.role === 'translator' ? [grant.locale] : []))}
    />
  )
}

/** Before the source is approved there is nothing to translate from. */
function NothingYet({ title }: { title: string }) {
  const { t } = useTranslation('translate')
  return (
    <Empty title={title} action={<Link to="/entries">{t('toEntries')}</Link>}>
      {t('noBase')}
    </Empty>
  )
}
