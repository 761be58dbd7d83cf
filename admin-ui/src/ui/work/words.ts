import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { colleaguesQuery } from '@/api/queries'
import type { Job, Result } from '@/lib/bulk'
import { day } from '@/lib/format'
import { codeReason } from '../reason'

const own = new Set(['not_in_type', 'stopped', 'offline', 'broken'])

/** What was done, and why something was not, in the words of the interface. */
export function useWords() {
  const { t, i18n } = useTranslation('work')
  const { data: colleagues } = useQuery(colleaguesQuery)
  return useMemo(() => {
    const name = (id: string) => colleagues?.find((one) => one.id === id)?.name ?? ''
    return {
      name,
      reason: (result: Result): string =>
        result.code && own.has(result.code) ? t(`code.${result.code as 'stopped'}`) : result.code ? codeReason(result.code, result.message ?? result.code) : (result.message ?? ''),
      done: (job: Job, what: string): string => {
        switch (job.verb) {
          case 'assign':
            return job.assignee ? t('done.assign', { what, name: name(job.assignee) }) : t('done.free', { what })
          case 'hand_over':
            return job.assignee ? t('done.hand_over', { what, name: name(job.assignee) }) : t('done.free', { what })
          case 'due':
            return job.due ? t('done.due', { what, day: day(job.due, i18n.language) }) : t('done.noDue', { what })
          case 'snooze':
            return job.until ? t('done.snooze', { what, day: day(job.until, i18n.language) }) : t('done.back', { what })
          default:
            return t(`done.${job.verb}`, { what })
        }
      },
    }
  }, [colleagues, t, i18n.language])
}
