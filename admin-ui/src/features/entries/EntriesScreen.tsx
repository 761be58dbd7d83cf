import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { localesQuery, typesQuery } from '@/api/queries'
import { ScreenHead } from '@/ui/Screen'
import { Empty, ErrorState, Loading } from '@/ui/status'
import { Cards } from './Cards'
import classes from './entries.module.css'
import { FilterBar } from './FilterBar'
import { Matrix } from './Matrix'
import { entriesQuery, titled } from './rows'

const NewEntry = lazy(() => import('./NewEntry').then((m) => ({ default: m.NewEntry })))

/** All entries with the state of each language. */
export function EntriesScreen() {
  const { t, i18n } = useTranslation('entries')
  const filters = useSearch({ from: '/shell/entries' })
  const navigate = useNavigate({ from: '/entries' })
  const types = useQuery(typesQuery)
  const locales = useQuery(localesQuery)
  const pages = useInfiniteQuery(entriesQuery(filters))
  const [creating, setCreating] = useState(false)
  const narrow = useMediaQuery('(max-width: 899.9px)', false, { getInitialValueInEffect: false })
  const codes = [...(locales.data?.map((l) => l.code) ?? []), 'und']
  const entries = titled(pages.data?.pages.flatMap((p) => p.data) ?? [], filters.q)
  const typeName = (name: string) => types.data?.find((type) => type.name === name)?.names[i18n.language]?.one ?? name
  const failed = pages.error ?? types.error ?? locales.error
  const List = narrow ? Cards : Matrix
  return (
    <div className={classes.screen}>
      <ScreenHead title={t('title')}>
        <Button ml="auto" leftSection={<IconPlus size={18} aria-hidden />} onClick={() => { setCreating(true) }}>
          {t('new')}
        </Button>
      </ScreenHead>
      <FilterBar types={types.data ?? []} locales={codes} />
      {failed ? (
        <ErrorState error={failed} retry={() => void pages.refetch()} />
      ) : pages.isPending || !locales.data ? (
        <div className={classes.pad}>
          <Loading lines={12} height={36} />
        </div>
      ) : entries.length === 0 && !pages.hasNextPage ? (
        <Empty title={t('empty.title')} action={<Button variant="default" onClick={() => void navigate({ search: {} })}>{t('clear')}</Button>}>
          <p>{t('empty.text')}</p>
        </Empty>
      ) : (
        <List entries={entries} locales={codes} typeName={typeName} />
      )}
      {pages.data ? (
        <footer className={classes.foot}>
          <span role="status">{t(pages.hasNextPage ? 'count.more' : 'count', { count: entries.length })}</span>
          {pages.hasNextPage ? (
            <Button variant="default" h={34} loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
              {t('loadMore')}
            </Button>
          ) : null}
        </footer>
      ) : null}
      <Suspense>
        {creating ? <NewEntry types={types.data ?? []} locales={codes.slice(0, -1)} onClose={() => { setCreating(false) }} /> : null}
      </Suspense>
    </div>
  )
}
