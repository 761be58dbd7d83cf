import { Button, NativeSelect, TextInput, Textarea } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api, type Schemas } from '@/api/client'
import { keys } from '@/api/keys'
import { localesQuery } from '@/api/queries'
import { languageName } from '@/lib/format'
import { Dialog } from '@/ui/Dialog'
import { useToast } from '@/ui/toast'
import { Refused } from '@/ui/Refused'
import classes from './terms.module.css'

const statuses = ['preferred', 'admitted', 'forbidden'] as const

/** Suggests a term for a concept; an editor of the language approves it. */
export function Propose({ concept, onClose }: { concept: Schemas['Concept']; onClose: () => void }) {
  const { t, i18n } = useTranslation('terms')
  const { session } = useRouteContext({ from: '/shell' })
  const client = useQueryClient()
  const toast = useToast()
  const locales = useQuery(localesQuery)
  const codes = locales.data?.map((l) => l.code) ?? []
  const [locale, setLocale] = useState(session.grants.find((g) => codes.includes(g.locale))?.locale ?? codes[0] ?? 'en')
  const [term, setTerm] = useState('')
  const [status, setStatus] = useState<(typeof statuses)[number]>('preferred')
  const [note, setNote] = useState('')
  const propose = useMutation({
    mutationFn: () => answer(api.POST('/api/desk/glossary/{concept}/proposals', { params: { path: { concept: concept.concept } }, body: { locale, term, status, note } })),
    onSuccess: () => {
      toast({ message: t('propose.done', { term }) })
      onClose()
      return client.invalidateQueries({ queryKey: keys.glossary })
    },
  })
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('propose.for', { concept: concept.concept })}
      actions={<Button loading={propose.isPending} disabled={term.trim() === ''} onClick={() => { propose.mutate() }}>{t('propose.title')}</Button>}
    >
      <div className={classes.form}>
        <NativeSelect label={t('language')} value={locale} onChange={(e) => { setLocale(e.currentTarget.value) }} data={codes.map((value) => ({ value, label: languageName(value, i18n.language) }))} />
        <TextInput data-autofocus label={t('term')} lang={locale} value={term} maxLength={200} onChange={(e) => { setTerm(e.currentTarget.value) }} />
        <NativeSelect
          label={t('status')}
          value={status}
          onChange={(e) => { setStatus(statuses.find((one) => one === e.currentTarget.value) ?? 'preferred') }}
          data={statuses.map((value) => ({ value, label: t(`status.${value}`) }))}
        />
        <Textarea label={t('note')} value={note} maxLength={2000} autosize minRows={2} onChange={(e) => { setNote(e.currentTarget.value) }} />
        <Refused error={propose.error} />
      </div>
    </Dialog>
  )
}
