import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isProblem, Offline } from '@/api/problem'
import { list } from '@/lib/format'
import { useAnnounce } from '@/ui/announce'
import { useToast } from '@/ui/toast'
import { fixes, type Finding } from './findings'
import type { SegmentSave } from './useSegmentSave'
import type { Fixed, Segment, Segments, Workbench } from './useWorkbench'
import { placeReasons, reasonOf } from '@/ui/reason'

interface Options {
  segment: Segment
  number: number
  work: Workbench
  saving: SegmentSave
  onFinish: (fresh: Segments) => void
}

/** What is done with the open segment as a whole, what is said about it, and how it is undone. */
export function useSegmentActions({ segment, number, work, saving, onFinish }: Options) {
  const { t, i18n } = useTranslation(['translate', 'common'])
  const announce = useAnnounce()
  const toast = useToast()
  const [wrong, setWrong] = useState<readonly string[]>([])
  const failed = (error: unknown) => {
    if (isProblem(error, 'segment_conflict')) saving.conflict(error)
    else if (isProblem(error)) setWrong(error.errors.length > 0 ? placeReasons(error) : [reasonOf(error)])
    else toast({ kind: 'error', message: error instanceof Offline ? t('offline') : reasonOf(error) })
  }
  const undoable = (message: string, undo: () => Promise<unknown>) => {
    const run = () => { undo().then(() => { announce(t('undone', { number })) }, failed) }
    toast({ message, action: { label: t('common:undo'), run } })
  }
  const fixed = (one: Fixed) => {
    const words = fixes(one.edits).map(({ kind, count }) => t(`fixed.${kind}`, { count }))
    if (words.length > 0) undoable(list(words, i18n.language), () => work.unfix(one))
  }
  const finish = (run: () => Promise<Segments>, said: 'confirmed' | 'stillRightSaid' | 'leftEmptySaid', after?: (fresh: Segments) => void) => {
    setWrong([])
    // What is typed but not saved would be sent when the editor goes, over what is done here.
    saving.flush()
    saving
      .settle()
      .then(run)
      .then((fresh) => {
        announce(t(said, { number, left: fresh.progress.to_do }))
        after?.(fresh)
        onFinish(fresh)
      })
      .catch(failed)
  }
  return {
    wrong,
    confirm: () => {
      finish(() => work.confirm(segment, saving.current(), saving.hash()), 'confirmed', (fresh) => {
        const one = fresh.fixed?.find((each) => each.key === segment.key)
        if (one) fixed(one)
      })
    },
    stillRight: () => {
      finish(() => work.mark('still_right', segment), 'stillRightSaid', () => { undoable(t('stillRightDone'), () => work.mark('undo', segment)) })
    },
    leaveEmpty: () => { finish(() => work.leaveEmpty(segment, saving.hash()), 'leftEmptySaid') },
    dismiss: (finding: Finding) => {
      work.aside('dismiss', segment, finding).then(() => { undoable(t('asideDone'), () => work.aside('restore', segment, finding)) }, failed)
    },
    restore: (finding: Finding) => { work.aside('restore', segment, finding).catch(failed) },
  }
}
