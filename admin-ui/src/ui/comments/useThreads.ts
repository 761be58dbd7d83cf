import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { answer, api, placeOf, type Schemas } from '@/api/client'
import { keys } from '@/api/keys'
import { useToast } from '../toast'
import { reasonOf } from '../reason'

export type Thread = Schemas['Thread']
export type RemarkKind = 'comment' | 'question' | 'must_change'

/** A document that people talk about. */
export interface Beside {
  entry: string
  locale: string
}

export interface Remark {
  kind: RemarkKind
  /** Field path or segment key; empty for the text as a whole. */
  at: string
  body: string
  mentions?: string[]
  /** The text it is about, where that is another than the document: a question about the source. */
  locale?: string
}

/** The threads beside a document, with the questions about what it follows. */
export const threadsQuery = (id: string, locale: string) =>
  queryOptions({
    queryKey: keys.threads(id, locale),
    queryFn: async () => {
      const all: Thread[] = []
      let after: string | undefined
      do {
        const page = await answer(
          api.GET('/api/desk/entries/{id}/documents/{locale}/comments', { params: { path: placeOf(id, locale), query: { size: 200, ...(after ? { after } : {}) } } }),
        )
        all.push(...page.data)
        after = page.next
      } while (after)
      return all
    },
  })

/** Begins threads beside a document, answers in them, and settles them. */
export function useThreads({ entry, locale }: Beside) {
  const client = useQueryClient()
  const toast = useToast()
  const callbacks = {
    onSuccess: () => {
      // A question belongs to every language; a thread that demands a change decides whether the text can be approved.
      for (const key of [keys.threads(entry), keys.document(entry, locale), keys.history(entry, locale)]) void client.invalidateQueries({ queryKey: key })
    },
    onError: (error: Error) => {
      toast({ kind: 'error', message: reasonOf(error) })
    },
  }
  const begin = useMutation({
    mutationFn: ({ at, locale: about = locale, ...remark }: Remark) =>
      answer(api.POST('/api/desk/entries/{id}/documents/{locale}/comments', { params: { path: placeOf(entry, about) }, body: { ...remark, ...(at ? { at } : {}) } })),
    ...callbacks,
  })
  const reply = useMutation({
    mutationFn: ({ thread, ...body }: { thread: string; body: string; mentions: string[] }) =>
      answer(api.POST('/api/desk/comments/{id}/replies', { params: { path: { id: thread } }, body })),
    ...callbacks,
  })
  const edit = useMutation({
    mutationFn: ({ comment, ...body }: { comment: string; body: string; mentions: string[] }) =>
      answer(api.PATCH('/api/desk/comments/{id}', { params: { path: { id: comment } }, body })),
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
  return { begin, reply, edit, settle }
}
