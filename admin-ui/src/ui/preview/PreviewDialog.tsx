import { Button, CopyButton, NativeSelect } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api, type Schemas } from '@/api/client'
import { day, moment } from '@/lib/format'
import { Dialog } from '../Dialog'
import { reasonOf } from '../reason'
import { ErrorState, Loading } from '../status'
import { useToast } from '../toast'
import classes from './Preview.module.css'

interface Props {
  document: Schemas['DocumentView']
  language: string
  onClose: () => void
}

const days = [1, 7, 30] as const

const key = (entry: string) => ['previews', entry] as const

function usePreviews(entry: string) {
  const client = useQueryClient()
  const toast = useToast()
  const callbacks = {
    onSuccess: () => client.invalidateQueries({ queryKey: key(entry) }),
    onError: (error: Error) => { toast({ kind: 'error', message: reasonOf(error) }) },
  }
  const links = useQuery({
    queryKey: key(entry),
    queryFn: () => answer(api.GET('/api/desk/entries/{id}/previews', { params: { path: { id: entry }, query: { size: 50 } } })).then((page) => page.links),
  })
  const make = useMutation({
    mutationFn: (body: { locale: string; revision: string; days: number }) => answer(api.POST('/api/desk/entries/{id}/previews', { params: { path: { id: entry } }, body })),
    ...callbacks,
  })
  const revoke = useMutation({
    mutationFn: (id: string) => answer(api.DELETE('/api/desk/previews/{id}', { params: { path: { id } } })),
    ...callbacks,
  })
  return { links, make, revoke }
}

/** Links to exactly this text: whoever holds one reads it in its page until it ends or is revoked. */
export function PreviewDialog({ document, language, onClose }: Props) {
  const { t, i18n } = useTranslation('verbs')
  const { links, make, revoke } = usePreviews(document.entry)
  const [length, setLength] = useState('7')
  const here = links.data?.filter((one) => one.locale === document.locale && one.state === 'active') ?? []
  const create = () => { if (document.revision) make.mutate({ locale: document.locale, revision: document.revision, days: Number(length) }) }
  return (
    <Dialog opened onClose={onClose} title={t('preview.title', { language })} size={640}>
      <p className={classes.help}>{t('preview.help')}</p>
      <div className={classes.make}>
        <NativeSelect label={t('preview.days')} value={length} onChange={(event) => { setLength(event.currentTarget.value) }} data={days.map((one) => ({ value: String(one), label: t('preview.forDays', { count: one }) }))} />
        <Button loading={make.isPending} onClick={create}>{t('preview.make')}</Button>
      </div>
      {links.error ? <ErrorState error={links.error} retry={() => void links.refetch()} /> : null}
      {links.isPending ? <Loading lines={2} /> : null}
      {links.data && here.length === 0 ? <p className={classes.help}>{t('preview.none')}</p> : null}
      <ul className={classes.links}>
        {here.map((one) => (
          <li key={one.id}>
            <b>{t('preview.revision', { number: one.number })}{one.revision === document.revision ? <span> · {t('preview.newest')}</span> : null}</b>
            <span>{t('preview.by', { name: one.name, when: moment(one.created_at, i18n.language), until: day(one.expires_at, i18n.language) })}</span>
            <div>
              {one.url ? (
                <>
                  <Button component="a" href={one.url} target="_blank" rel="noopener noreferrer" h={34}>{t('preview.open')}</Button>
                  <CopyButton value={one.url}>
                    {({ copied, copy }) => <Button variant="default" h={34} onClick={copy}>{t(copied ? 'preview.copied' : 'preview.copy')}</Button>}
                  </CopyButton>
                </>
              ) : null}
              <Button variant="default" h={34} loading={revoke.isPending && revoke.variables === one.id} onClick={() => { revoke.mutate(one.id) }}>{t('preview.revoke')}</Button>
            </div>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
