import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useRouteContext, useSearch } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { localesQuery, typesQuery } from '@/api/queries'
import { languageName } from '@/lib/format'
import { useNews } from '@/ui/live/Live'
import { NewEntry } from '@/ui/new/NewEntry'
import { ScreenHead } from '@/ui/Screen'
import { Empty, ErrorState, Loading } from '@/ui/status'
import { refreshEntries } from '@/ui/work/refresh'
import { BulkBar } from './BulkBar'
import { Cards } from './Cards'
import classes from './entries.module.css'
import { FilterBar } from './FilterBar'
import { Matrix } from './Matrix'
import { entriesQuery, statisticsQuery, titled } from './rows'
import { useSelection } from './useSelection'
import { Views } from './Views'

/** All entries with the state of each language. */
export function EntriesScreen() {
  // With the texts of the bar and the menus: texts that load later take the screen, and the focus, away for a moment.
  const { t, i18n } = useTranslation(['entries', 'work', 'verbs'])
  const filters = useSearch({ from: '/shell/entries' })
  const { session } = useRouteContext({ from: '/shell' })
  const navigate = useNavigate({ from: '/entries' })
  const types = useQuery(typesQuery)
  const locales = useQuery(localesQuery)
  const pages = useInfiniteQuery(entriesQuery(filters, session.user.id))
  const narrow = useMediaQuery('(max-width: 899.9px)', false, { getInitialValueInEffect: false })
  const codes = useMemo(() => [...(locales.data?.map((l) => l.code) ?? []), 'und'], [locales.data])
  const entries = useMemo(() => titled(pages.data?.pages.flatMap((p) => p.data) ?? [], filters.q), [pages.data, filters.q])
  const selection = useSelection(useMemo(() => entries.map((one) => one.id), [entries]))
  const chosen = useMemo(() => entries.filter((one) => selection.chosen.has(one.id)), [entries, selection.chosen])
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages
  const more = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage({ cancelRefetch: false })
  }, [isFetchingNextPage, fetchNextPage])
  // Titles are compared here, so all of them have to be here.
  useEffect(() => {
    if (filters.q && hasNextPage) more()
  }, [filters.q, hasNextPage, more])
  useFreshCells()
  const typeName = (name: string) => types.data?.find((type) => type.name === name)?.names[i18n.language]?.one ?? name
  const failed = pages.error ?? types.error ?? locales.error
  const List = narrow ? Cards : Matrix
  const none = entries.length === 0 && !hasNextPage
  return (
    <div className={classes.screen}>
      <ScreenHead title={t('title')}>
        <NewEntry session={session} type={filters.type} />
      </ScreenHead>
      <Views />
      <FilterBar types={types.data ?? []} locales={codes} />
      {failed ? (
        <ErrorState error={failed} retry={() => void pages.refetch()} />
      ) : pages.isPending || !locales.data ? (
        <div className={classes.pad}>
          <Loading lines={12} height={36} />
        </div>
      ) : none ? (
        <Empty title={t(filters.mine ? 'empty.mine' : 'empty.title')} action={<Button variant="default" onClick={() => void navigate({ search: { all: true } })}>{t('clear')}</Button>}>
          <p>{t(filters.mine ? 'empty.mine.text' : 'empty.text')}</p>
        </Empty>
      ) : (
        <List entries={entries} locales={codes} typeName={typeName} selection={selection} more={hasNextPage ? more : undefined} />
      )}
      {chosen.length > 0 ? (
        <BulkBar key={filters.locale ?? ''} entries={chosen} locales={codes} filtered={filters.locale} onClear={() => { selection.all([]) }} />
      ) : pages.data && !none ? (
        <footer className={classes.foot}>
          <span role="status">{t(hasNextPage ? 'count.more' : 'count', { count: entries.length })}</span>
          <Current type={filters.type} country={filters.country} />
        </footer>
      ) : null}
    </div>
  )
}

/** How many entries of the type are wholly up to date, by language. */
function Current({ type, country }: { type: string | undefined; country: string | undefined }) {
  const { t, i18n } = useTranslation('entries')
  const { data } = useQuery(statisticsQuery({ ...(type ? { type } : {}), ...(country ? { country } : {}) }))
  if (!data) return null
  const each = data.languages.map((one) => (
    <span key={one.locale} title={languageName(one.locale, i18n.language)}>
      {one.locale} {one.documents.current}
    </span>
  ))
  return (
    <span className={classes.current}>
      {t('current')} {each}
    </span>
  )
}

/** Shows in its cells what others do, a moment later; no row moves. */
function useFreshCells() {
  const client = useQueryClient()
  const moved = useRef(new Set<string>())
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useNews('document', ({ entry }) => {
    moved.current.add(entry)
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      void refreshEntries(client, [...moved.current])
      moved.current.clear()
    }, 600)
  })
  useEffect(() => () => { clearTimeout(timer.current) }, [])
}
