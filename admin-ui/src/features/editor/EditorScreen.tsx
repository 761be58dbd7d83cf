import { useQueries, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, Navigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { documentQuery, entryQuery, localesQuery, sessionQuery, typesQuery } from '@/api/queries'
import { isProblem } from '@/api/problem'
import { useHold } from '@/ui/live/Live'
import { ErrorState, Loading, NotFound } from '@/ui/status'
import { Editor } from './Editor'

const route = getRouteApi('/shell/entries/$id/$locale')
const shared = 'und'

/** The editor of a document that is written, not translated; translations open in the workbench. */
export function EditorScreen() {
  const { t } = useTranslation('editor')
  const { id, locale } = route.useParams()
  useHold(id, locale)
  useHold(id, shared)
  const entry = useQuery(entryQuery(id))
  const types = useQuery(typesQuery)
  const locales = useQuery(localesQuery)
  const session = useQuery(sessionQuery)
  const type = types.data?.find((one) => one.name === entry.data?.type)
  const hasShared = entry.data?.documents.some((one) => one.locale === shared) ?? false
  const wanted = hasShared && locale !== shared ? [locale, shared] : [locale]
  const documents = useQueries({ queries: wanted.map((one) => documentQuery(id, one)) })
  const failed = [entry, types, locales, ...documents].find((one) => one.error)
  if (failed?.error) {
    if (isProblem(failed.error) && failed.error.status === 404) return <NotFound action={<Link to="/entries">{t('toEntries')}</Link>} />
    return <ErrorState error={failed.error} retry={() => void failed.refetch()} />
  }
  const [own, other] = documents.map((one) => one.data)
  if (!entry.data || !type || !locales.data || !session.data || !own || (wanted.length > 1 && !other)) return <Loading lines={8} />
  if (own.follows) return <Navigate to="/translate/$id/$locale" params={{ id, locale }} replace />
  return (
    <Editor
      key={`${id}/${locale}`}
      entry={entry.data}
      type={type}
      locales={locales.data.map((one) => one.code)}
      account={session.data.user.id}
      document={own}
      shared={other}
    />
  )
}
