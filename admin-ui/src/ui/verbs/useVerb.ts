import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api, placeOf, type Schemas } from '@/api/client'
import { keys } from '@/api/keys'
import { isProblem } from '@/api/problem'
import { languageName } from '@/lib/format'
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
    onSuccess: (view, { locale, verb }) => {
      client.setQueryData(keys.document(entry, locale), view)
      for (const key of [keys.entry(entry), keys.entries(), ['queue'], ['home'], keys.history(entry, locale), keys.revisions(entry, locale), keys.segments(entry, locale), keys.document(entry, 'und')]) {
        void client.invalidateQueries({ queryKey: key })
      }
      if (spoken.has(verb)) {
        toast({ message: t(`done.${verb as 'submit'}`, { language: languageName(locale, i18n.language, t('sharedPart')) }) })
      }
    },
    onError: (error) => {
      if (isProblem(error, 'overlaps')) return // whoever takes a rewrite up is asked which text to keep
      toast({ kind: 'error', message: reasonOf(error) })
    },
  })
}
