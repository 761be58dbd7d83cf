import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api, type Schemas } from '@/api/client'
import { keys } from '@/api/keys'
import { localesQuery } from '@/api/queries'
import { day, languageName } from '@/lib/format'
import { Empty, ErrorState, Loading } from '@/ui/status'
import { useToast } from '@/ui/toast'
import { ConfirmDialog } from '@/ui/verbs/ConfirmDialog'
import { marks } from './marks'
import { foundQuery, type Phrase } from './queries'
import { Refused } from '@/ui/Refused'
import classes from './terms.module.css'

type Found = Schemas['Found']

/** Where a phrase occurs in approved text of two languages. */
export function Memory() {
  const { t, i18n } = useTranslation('terms')
  const search = useSearch({ from: '/shell/terms' })
  const navigate = useNavigate({ from: '/terms' })
  const locales = useQuery(localesQuery)
  const codes = locales.data?.map((l) => l.code) ?? []
  const wanted = { source: search.source ?? 'en', target: search.target ?? (search.source === 'de' ? 'en' : 'de'), in: search.in ?? 'source', q: search.q ?? '' } as const
  const phrase: Phrase = useDeferredValue(wanted)
  const found = useQuery(foundQuery(phrase))
  const [wrong, setWrong] = useState<Found | null>(null)
  const change = (part: Partial<Record<'q' | 'source' | 'target' | 'in', string>>) => {
    const next = Object.fromEntries(Object.entries({ ...search, tab: 'memory', ...part }).filter(([key, value]) => value !== '' && !(key === 'in' && value === 'source')))
    void navigate({ search: next, replace: true })
  }
  const data = codes.map((value) => ({ value, label: languageName(value, i18n.language) }))
  return (
    <>
      <form role="search" className={classes.search} onSubmit={(event) => { event.preventDefault() }}>
        <TextInput label={t('memory.search')} value={wanted.q} maxLength={200} onChange={(e) => { change({ q: e.currentTarget.value }) }} />
        <NativeSelect label={t('memory.source')} value={wanted.source} data={data.filter((d) => d.value !== wanted.target)} onChange={(e) => { change({ source: e.currentTarget.value }) }} />
        <NativeSelect label={t('memory.target')} value={wanted.target} data={data.filter((d) => d.value !== wanted.source)} onChange={(e) => { change({ target: e.currentTarget.value }) }} />
        <NativeSelect
          label={t('memory.in')}
          value={wanted.in}
          data={[{ value: 'source', label: t('memory.source') }, { value: 'target', label: t('memory.target') }]}
          onChange={(e) => { change({ in: e.currentTarget.value }) }}
        />
        {found.data ? <span role="status">{t('memory.count', { count: found.data.length })}</span> : null}
      </form>
      {locales.error ?? found.error ? (
        <ErrorState error={locales.error ?? found.error} retry={() => void found.refetch()} />
      ) : phrase.q.trim().length < 2 ? (
        <Empty title={t('memory.begin')}><p>{t('memory.beginText')}</p></Empty>
      ) : !found.data ? (
        <Loading lines={5} height={84} />
      ) : found.data.length === 0 ? (
        <Empty title={t('memory.empty')}><p>{t('memory.emptyText')}</p></Empty>
      ) : (
        <ul className={classes.pairs}>
          {found.data.map((pair) => <Pair key={pair.id} pair={pair} phrase={phrase} remove={() => { setWrong(pair) }} />)}
        </ul>
      )}
      {wrong ? <Remove pair={wrong} onClose={() => { setWrong(null) }} /> : null}
    </>
  )
}

function Pair({ pair, phrase, remove }: { pair: Found; phrase: Phrase; remove: () => void }) {
  const { t, i18n } = useTranslation('terms')
  const side = (which: 'source' | 'target') =>
    marks(pair[which], phrase.in === which ? pair.places : []).map((piece, i) => (piece.found ? <mark key={i}>{piece.text}</mark> : piece.text))
  return (
    <li>
      <p lang={phrase.source} className={classes.source}>{side('source')}</p>
      <p lang={phrase.target}>{side('target')}</p>
      <div className={classes.origin}>
        <Link to="/translate/$id/$locale" params={{ id: pair.entry, locale: phrase.target }}>{t('memory.origin')}</Link>
        <small>{day(pair.at, i18n.language)}</small>
        <Button variant="default" h={34} onClick={remove}>{t('memory.delete')}</Button>
      </div>
    </li>
  )
}

function Remove({ pair, onClose }: { pair: Found; onClose: () => void }) {
  const { t } = useTranslation('terms')
  const client = useQueryClient()
  const toast = useToast()
  const remove = useMutation({
    mutationFn: () => answer(api.DELETE('/api/desk/memory/{pair}', { params: { path: { pair: pair.id } } })),
    onSuccess: () => {
      toast({ message: t('memory.deleted') })
      onClose()
      return client.invalidateQueries({ queryKey: keys.memory })
    },
  })
  return (
    <ConfirmDialog
      title={t('memory.deleteTitle')}
      text={<><p>{t('memory.deleteText')}</p><Refused error={remove.error} /></>}
      action={t('memory.delete')}
      loading={remove.isPending}
      onClose={onClose}
      onConfirm={() => { remove.mutate() }}
    />
  )
}
