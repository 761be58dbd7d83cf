import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { keys } from '@/api/keys'
import { backwards, tally, type Job, type Result, type Target } from '@/lib/bulk'
import { languageName } from '@/lib/format'
import { useToast } from '../toast'
import { refreshEntries } from './refresh'
import { run } from './run'
import { useWords } from './words'

type Progress = (results: readonly Result[]) => void

/** Does a job to some texts, and shows their new state everywhere. */
export function useRun() {
  const client = useQueryClient()
  return useCallback(
    async (job: Job, targets: readonly Target[], onProgress?: Progress, signal?: AbortSignal) => {
      const results = await run(job, targets, onProgress, signal)
      const ids = [...new Set(results.filter((one) => one.outcome === 'done').map((one) => one.entry))]
      for (const queryKey of [keys.home, ['queue'] as const]) void client.invalidateQueries({ queryKey })
      for (const { entry, locale, outcome } of results) {
        if (outcome === 'done') void client.invalidateQueries({ queryKey: keys.document(entry, locale) })
      }
      void refreshEntries(client, ids)
      return results
    },
    [client],
  )
}

/** Takes back what was done, as far as the server lets this person. */
export function useUndo() {
  const { t } = useTranslation('work')
  const doRun = useRun()
  const toast = useToast()
  const words = useWords()
  return useCallback(
    async (job: Job, results: readonly Result[]) => {
      let left = 0
      let reason = ''
      for (const step of backwards(job, results) ?? []) {
        const back = await doRun(step.job, step.targets)
        left += back.length - tally(back).done
        const refused = back.find((one) => one.outcome !== 'done')
        if (refused) reason ||= words.reason(refused)
      }
      if (left === 0) toast({ message: t('undone') })
      else toast({ kind: 'error', message: [t('undone.partly', { count: left }), reason].filter(Boolean).join(' ') })
    },
    [doRun, toast, t, words],
  )
}

/** One quick thing to one text: done at once, said in a message that can be undone. */
export function useQuick() {
  const { t, i18n } = useTranslation(['work', 'common'])
  const doRun = useRun()
  const undo = useUndo()
  const toast = useToast()
  const words = useWords()
  return useCallback(
    async (job: Job, target: Target, mayUndo = true): Promise<boolean> => {
      const results = await doRun(job, [target])
      const what = t('what', { title: target.title, language: languageName(target.locale, i18n.language, t('common:state.sharedPart')) })
      const [first] = results
      if (first?.outcome !== 'done') {
        toast({ kind: 'error', message: `${what}: ${first ? words.reason(first) : ''}` })
        return false
      }
      const back = mayUndo && backwards(job, results) !== null
      toast({ message: words.done(job, what), ...(back ? { action: { label: t('common:undo'), run: () => void undo(job, results) } } : {}) })
      return true
    },
    [doRun, undo, toast, words, t, i18n.language],
  )
}
