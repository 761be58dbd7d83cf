import { IconMessage } from '@tabler/icons-react'
import { memo, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { plain } from '@/lib/segmentText'
import { StatusGlyph, type Sign } from '@/ui/Glyph'
import { SegmentText } from '@/ui/SegmentText'
import { codesOf } from './segmentDoc'
import type { Segment } from './useWorkbench'
import classes from './Workbench.module.css'

const signs: Record<string, Sign> = { missing: 'missing', source_changed: 'stale', unconfirmed: 'draft', current: 'translated' }

export function signOf({ status, target }: Segment): Sign {
  if (status === 'unconfirmed' && target.state === 'machine') return 'machine'
  return signs[status] ?? 'draft'
}

interface Props {
  segment: Segment
  number: number
  of: number
  sourceLocale: string
  locale: string
  /** Open threads beside it. */
  talk: number
  /** The editor was left here: Enter opens it again. */
  resting: boolean
  /** Shown beside the help, though it is not being written. */
  chosen: boolean
  mayWrite: boolean
  onOpen: (key: string) => void
}

/** A segment that is not open: two texts beside each other. A press opens it. */
export const Row = memo(function Row({ segment, number, of, sourceLocale, locale, talk, resting, chosen, mayWrite, onOpen }: Props) {
  const { t } = useTranslation('translate')
  const status = t(`status.${segment.status as 'missing'}`)
  const { target } = segment
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (resting) button.current?.focus()
  }, [resting])
  return (
    <article className={classes.segment} data-status={segment.status} data-chosen={chosen || undefined} aria-label={t('segmentName', { number, of, status })}>
      <div className={classes.number}>
        <StatusGlyph sign={signOf(segment)} label={status} />
        <b>{number}</b>
        <TalkMark count={talk} />
      </div>
      <div className={classes.source} lang={sourceLocale} data-side="source">
        <SegmentText text={segment.source} codes={codesOf(segment.inline, [])} />
      </div>
      <div className={classes.target} lang={locale}>
        {target.state === 'left_empty' ? <i className={classes.empty}>{t('leftEmpty')}</i> : null}
        {plain(target.text) === '' && target.state !== 'left_empty' ? <i className={classes.empty}>{t('notYet')}</i> : null}
        <SegmentText text={target.text} codes={codesOf(segment.inline, target.inline)} />
        {target.state === 'machine' && segment.status === 'unconfirmed' ? <small className={classes.machine}>{t('machineText')}</small> : null}
        <button ref={button} type="button" className={classes.open} onClick={() => { onOpen(segment.key) }}>
          <span className="hidden">{t(mayWrite ? 'openSegment' : 'showSegment', { number })}</span>
        </button>
      </div>
    </article>
  )
})

/** Says that people talk about a segment. */
export function TalkMark({ count }: { count: number }) {
  const { t } = useTranslation('translate')
  if (count === 0) return null
  return (
    <span className={classes.talkMark} role="img" aria-label={t('openComments', { count })}>
      <IconMessage size={15} aria-hidden />
      {count}
    </span>
  )
}
