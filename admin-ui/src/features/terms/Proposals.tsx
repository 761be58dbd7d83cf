import { Button } from '@mantine/core'
import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api, type Schemas } from '@/api/client'
import { keys } from '@/api/keys'
import { colleaguesQuery, localesQuery } from '@/api/queries'
import { day, languageName } from '@/lib/format'
import { Empty, ErrorState, Loading } from '@/ui/status'
import { useToast } from '@/ui/toast'
import { proposalsQuery } from './queries'
import { reasonOf } from '@/ui/reason'
import classes from './terms.module.css'

/** What waits for approval, in every language; the server says who may decide. */
export function Proposals() {
  const { t } = useTranslation('terms')
  const locales = useQuery(localesQuery)
  const lists = useQueries({ queries: (locales.data ?? []).map((l) => proposalsQuery(l.code)) })
  const failed = locales.error ?? lists.find((one) => one.error)?.error
  if (failed) return <ErrorState error={failed} retry={() => { for (const one of lists) void one.refetch() }} />
  if (!locales.data || lists.some((one) => one.isPending)) return <Loading lines={4} height={64} />
  const proposals = lists.flatMap((one) => one.data ?? [])
  if (proposals.length === 0) return <Empty title={t('proposals.empty')}><p>{t('proposals.emptyText')}</p></Empty>
  return (
    <ul className={classes.rows}>
      {proposals.map((one) => <Proposal key={`${one.concept} ${one.locale} ${one.term}`} proposal={one} />)}
    </ul>
  )
}

function Proposal({ proposal }: { proposal: Schemas['Proposal'] }) {
  const { t, i18n } = useTranslation('terms')
  const client = useQueryClient()
  const toast = useToast()
  const colleagues = useQuery(colleaguesQuery)
  const name = colleagues.data?.find((one) => one.id === proposal.by)?.name ?? ''
  const { concept, locale, term } = proposal
  const decide = useMutation({
    mutationFn: (approve: boolean) => answer(api.POST('/api/desk/glossary/{concept}/decisions', { params: { path: { concept } }, body: { locale, term, approve } })),
    onSuccess: (_, approve) => {
      toast({ message: t(approve ? 'proposals.approved' : 'proposals.rejected', { term }) })
      return client.invalidateQueries({ queryKey: keys.glossary })
    },
    onError: (error) => { toast({ kind: 'error', message: reasonOf(error) }) },
  })
  return (
    <li>
      <div>
        <b lang={locale}>{term}</b>
        <span>{languageName(locale, i18n.language)} · {t(`status.${proposal.status as 'preferred'}`, { defaultValue: proposal.status })} · {concept}</span>
        {proposal.note ? <em>{proposal.note}</em> : null}
        <small>{name ? `${name}, ` : ''}{day(proposal.at, i18n.language)}</small>
      </div>
      <Button h={34} loading={decide.isPending} aria-label={t('proposals.approveName', { term })} onClick={() => { decide.mutate(true) }}>{t('proposals.approve')}</Button>
      <Button h={34} variant="default" disabled={decide.isPending} aria-label={t('proposals.rejectName', { term })} onClick={() => { decide.mutate(false) }}>{t('proposals.reject')}</Button>
    </li>
  )
}
