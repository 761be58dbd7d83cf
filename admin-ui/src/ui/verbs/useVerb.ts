import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api, placeOf, type Schemas } from '@/api/client'
import { keys } from '@/api/keys'
import { isProblem } from '@/api/problem'
import { languageName, list } from '@/lib/format'
import { reasonOf } from '../reason'
import { useToast } from '../toast'

export type Verb = 'submit' | 'withdraw' | 'approve' | 'request_changes' | 'publish' | 'unpublish' | 'load' | 'assign' | 'restore' | 'set_aside' | 'take_up' | 'revoke_minor' | 'follow' | 'detach'
export type VerbBody = Schemas['verbBody']

export interface VerbCall {
  locale: string
  verb: Verb
  body?: VerbBody
}

const spoken = new Set<Verb>(['submit', 'withdraw', 'approve', 'request_changes', 'publish', 'unpublish', 'load', 'restore', 'set_aside', 'take_up', 'revoke_minor'])

/** Does a verb to a document of an entry, says so, and shows its new state everywhere. */
export function useVerb(entry: string) {
  const { t, i18n } = useTranslation('verbs')
  const client = useQueryClient()
  const toast = useToast()
  return useMutation({
    mutationFn: ({ locale, verb, body }: VerbCall) =>
      answer(api.POST('/api/desk/entries/{id}/documents/{locale}/{verb}', { params: { path: { ...placeOf(entry, locale), verb } }, body: body ?? {} })),
    onSuccess: (view, { locale, verb, body }) => {
      client.setQueryData(keys.document(entry, locale), view)
      const along = body?.also?.map((one) => one.locale) ?? []
      const done = [locale, ...along]
      const changed = done.flatMap((one) => [keys.history(entry, one), keys.revisions(entry, one), keys.segments(entry, one)])
      for (const key of [keys.entry(entry), keys.entries(), ['queue'], keys.home, ...changed, ...[...along, 'und'].map((one) => keys.document(entry, one))]) {
        void client.invalidateQueries({ queryKey: key })
      }
      if (spoken.has(verb)) {
        // The shared part is named last, as everywhere; publishing sends it first.
        const names = done.toSorted((a, b) => Number(a === 'und') - Number(b === 'und')).map((one) => languageName(one, i18n.language, t('sharedPart')))
        toast({ message: t(`done.${verb as 'submit'}`, { language: list(names, i18n.language) }) })
      }
    },
    onError: (error) => {
      if (isProblem(error, 'overlaps')) return // whoever takes a rewrite up is asked which text to keep
      toast({ kind: 'error', message: reasonOf(error) })
    },
  })
}
