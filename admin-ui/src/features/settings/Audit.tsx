import { Button, NativeSelect } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconDownload } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useRouteContext, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { csv } from '@/lib/csv'
import type { AuditFilters } from '@/lib/filters'
import { moment } from '@/lib/format'
import { Empty, ErrorState, Loading } from '@/ui/status'
import { accountOf, acts, cells, columns, type Row } from './auditRow'
import { Page } from './Page'
import { auditQuery, peopleQuery } from './queries'
import classes from './settings.module.css'

function save(rows: readonly Row[]) {
  const address = URL.createObjectURL(new Blob([csv(columns, rows.map(cells))], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = address
  link.download = `audit-${new Date().toISOString().slice(0, 10)}.csv`
  link.click()
  setTimeout(() => { URL.revokeObjectURL(address) }, 10_000)
}

/** Sign-ins, refusals and acts on people, newest first. */
export function Audit() {
  const { t } = useTranslation('settings')
  const { session } = useRouteContext({ from: '/shell' })
  const filters = useSearch({ from: '/shell/settings/audit' })
  const navigate = useNavigate({ from: '/settings/audit' })
  const pages = useInfiniteQuery(auditQuery(filters))
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? []
  const filtered = Object.keys(filters).length > 0
  const download = rows.length > 0 ? (
    <Button variant="default" leftSection={<IconDownload size={18} aria-hidden />} onClick={() => { save(rows) }}>
      {t('audit.export', { count: rows.length })}
    </Button>
  ) : null
  return (
    <Page title={t('audit.title')} actions={download}>
      {session.manage ? <Filters rows={rows} /> : null}
      {pages.error ? (
        <ErrorState error={pages.error} retry={() => void pages.refetch()} />
      ) : !pages.data ? (
        <Loading lines={12} height={36} />
      ) : rows.length === 0 ? (
        <Empty title={t('audit.empty')} action={filtered ? <Button variant="default" onClick={() => void navigate({ search: {} })}>{t('audit.clear')}</Button> : null} />
      ) : (
        <>
          <Rows rows={rows} />
          <div className={classes.foot}>
            <span role="status">{t('audit.count', { count: rows.length })}</span>
            {pages.hasNextPage ? (
              <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>{t('audit.more')}</Button>
            ) : null}
          </div>
        </>
      )}
    </Page>
  )
}

function useActName() {
  const { t } = useTranslation('settings')
  return (action: string) => ((acts as readonly string[]).includes(action) ? t(`act.${action as 'sign_in'}`) : action)
}

function Filters({ rows }: { rows: readonly Row[] }) {
  const { t, i18n } = useTranslation('settings')
  const filters = useSearch({ from: '/shell/settings/audit' })
  const navigate = useNavigate({ from: '/settings/audit' })
  const people = useQuery(peopleQuery)
  const actName = useActName()
  const collator = new Intl.Collator(i18n.language)
  const change = (part: { [K in keyof AuditFilters]?: string }) => {
    const next = Object.fromEntries(Object.entries({ ...filters, ...part }).filter(([, value]) => value !== ''))
    void navigate({ search: next, replace: true })
  }
  const actions = [...new Set([...acts, ...rows.map((row) => row.action), ...(filters.action ? [filters.action] : [])])]
  return (
    <form role="search" className={classes.filters} onSubmit={(event) => { event.preventDefault() }}>
      <NativeSelect
        label={t('audit.person')}
        value={filters.actor ?? ''}
        onChange={(e) => { change({ actor: e.currentTarget.value }) }}
        data={[{ value: '', label: t('audit.everybody') }, ...(people.data ?? []).map((one) => ({ value: one.id, label: one.name })).toSorted((a, b) => collator.compare(a.label, b.label))]}
      />
      <NativeSelect
        label={t('audit.act')}
        value={filters.action ?? ''}
        onChange={(e) => { change({ action: e.currentTarget.value }) }}
        data={[{ value: '', label: t('audit.every') }, ...actions.map((value) => ({ value, label: actName(value) })).toSorted((a, b) => collator.compare(a.label, b.label))]}
      />
      <NativeSelect
        label={t('audit.outcome')}
        value={filters.outcome ?? ''}
        onChange={(e) => { change({ outcome: e.currentTarget.value }) }}
        data={[{ value: '', label: t('audit.every') }, { value: 'ok', label: t('audit.ok') }, { value: 'refused', label: t('audit.refused') }]}
      />
      {Object.keys(filters).length > 0 ? (
        <button type="button" className={classes.textButton} onClick={() => void navigate({ search: {} })}>{t('audit.clear')}</button>
      ) : null}
    </form>
  )
}

function Rows({ rows }: { rows: readonly Row[] }) {
  const { t, i18n } = useTranslation('settings')
  const people = useQuery(peopleQuery)
  const actName = useActName()
  const narrow = useMediaQuery('(max-width: 1099.9px)', false, { getInitialValueInEffect: false })
  const about = (row: Row) => {
    const account = accountOf(row.object)
    const person = account && people.data?.find((one) => one.id === account.id)
    if (!person) return row.object
    return <><Link to="/settings/people/$id" params={{ id: person.id }}>{person.name}</Link> {account.rest}</>
  }
  const outcome = (row: Row) => (
    <span className={classes.badge} data-state={row.outcome}>{row.outcome === 'ok' ? t('audit.ok') : t('audit.refused')}</span>
  )
  const who = (row: Row) => row.actor_name || row.actor || t('audit.nobody')
  if (narrow) {
    return (
      <ul className={classes.cards}>
        {rows.map((row) => (
          <li key={row.id}>
            <div className={classes.cardHead}><b>{who(row)}</b>{outcome(row)}</div>
            <div>{actName(row.action)}</div>
            <div className={classes.break}>{about(row)} {row.code}</div>
            <small>{moment(row.at, i18n.language)} · {row.peer} · {row.request_id}</small>
          </li>
        ))}
      </ul>
    )
  }
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          {columns.filter((one) => one !== 'code').map((one) => <th key={one} scope="col">{t(`audit.column.${one}`)}</th>)}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td className={classes.time}>{moment(row.at, i18n.language)}</td>
            <td>{who(row)}</td>
            <td>{actName(row.action)}</td>
            <td className={classes.break}>{about(row)}</td>
            <td>{outcome(row)}{row.code ? <code>{row.code}</code> : null}</td>
            <td className={classes.break}>{row.peer}</td>
            <td className={classes.break}><code>{row.request_id}</code></td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
