import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api, placeOf } from '@/api/client'
import { keys } from '@/api/keys'
import { isProblem, Offline } from '@/api/problem'
import { useToast } from '@/ui/toast'
import { threadsKey, type Document } from './queries'

export type RemarkKind = 'comment' | 'question' | 'must_change'

export interface Remark {
  kind: RemarkKind
  at: string
  body: string
  mentions?: string[]
}

/** Begins threads beside a document, answers in them, and settles them. */
export function useThreads({ entry, locale }: Document) {
  const { t } = useTranslation('review')
  const client = useQueryClient()
  const toast = useToast()
  const callbacks = {
    onSuccess: () => {
      // A thread that demands a change decides whether the text can be approved.
      for (const key of [threadsKey(entry, locale), keys.document(entry, locale), keys.history(entry, locale)]) void client.invalidateQueries({ queryKey: key })
    },
    onError: (error: Error) => {
      toast({ kind: 'error', message: isProblem(error) ? error.message : error instanceof Offline ? t('offline') : String(error) })
    },
  }
  const begin = useMutation({
    mutationFn: ({ at, ...remark }: Remark) =>
      answer(api.POST('/api/desk/entries/{id}/documents/{locale}/comments', { params: { path: placeOf(entry, locale) }, body: { ...remark, ...(at ? { at } : {}) } })),
    ...callbacks,
  })
  const reply = useMutation({
    mutationFn: ({ thread, body }: { thread: string; body: string }) => answer(api.POST('/api/desk/comments/{id}/replies', { params: { path: { id: thread } }, body: { body } })),
    ...callbacks,
  })
  const settle = useMutation({
    mutationFn: ({ thread, open }: { thread: string; open: boolean }) =>
      answer(
        open
          ? api.POST('/api/desk/comments/{id}/reopen', { params: { path: { id: thread } } })
          : api.POST('/api/desk/comments/{id}/resolve', { params: { path: { id: thread } } }),
      ),
    ...callbacks,
  })
  return { begin, reply, settle }
}
