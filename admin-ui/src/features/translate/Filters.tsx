import { IconAlertTriangle, IconMessage } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { number } from '@/lib/format'
import { StatusGlyph, type Sign } from '@/ui/Glyph'
import { doubtful } from './findings'
import type { Segment, Segments } from './useWorkbench'
import classes from './Workbench.module.css'

export const shows = ['all', 'todo', 'changed', 'missing', 'warnings', 'comments'] as const
export type Show = (typeof shows)[number]

/** Whether a filter shows a segment. */
export function shown(segment: Segment, show: Show, view: Segments, talk: ReadonlyMap<string, number>): boolean {
  if (show === 'todo') return segment.status !== 'current'
  if (show === 'changed') return segment.status === 'source_changed'
  if (show === 'missing') return segment.status === 'missing'
  if (show === 'warnings') return doubtful(view, segment.key)
  if (show === 'comments') return talk.has(segment.key)
  return true
}

interface Props {
  view: Segments
  talk: ReadonlyMap<string, number>
  show: Show
  onShow: (show: Show) => void
}

const signs: Partial<Record<Show, Sign>> = { changed: 'stale', missing: 'missing' }

/** Chooses which segments are shown, and says how much is left. */
export function Filters({ view, talk, show, onShow }: Props) {
  const { t, i18n } = useTranslation('translate')
  const { progress, counts } = view
  const amounts: Record<Show, number> = {
    all: progress.all,
    todo: progress.to_do,
    changed: progress.source_changed,
    missing: progress.missing,
    warnings: view.segments.filter((one) => doubtful(view, one.key)).length,
    comments: view.segments.filter((one) => talk.has(one.key)).length,
  }
  const done = progress.all - progress.to_do
  const drafts = progress.to_do - progress.source_changed - progress.missing
  return (
    <div className={classes.bar}>
      <fieldset className={classes.filters} aria-label={t('show')}>
        {shows.filter((one) => one !== 'comments' || show === one || amounts.comments > 0).map((one) => (
          <label key={one} data-on={show === one || undefined}>
            <input type="radio" name="show" checked={show === one} onChange={() => { onShow(one) }} />
            {signs[one] ? <StatusGlyph sign={signs[one]} /> : null}
            {one === 'warnings' ? <IconAlertTriangle size={16} aria-hidden /> : one === 'comments' ? <IconMessage size={16} aria-hidden /> : null}
            {t(`show.${one}`)} <b>{number(amounts[one], i18n.language)}</b>
          </label>
        ))}
      </fieldset>
      <div className={classes.progress}>
        <svg viewBox="0 0 200 10" preserveAspectRatio="none" role="img" aria-label={t('progress', { done, changed: progress.source_changed, drafts, missing: progress.missing })}>
          <Bar parts={[done, progress.source_changed, drafts, progress.missing]} />
        </svg>
        <span>{t('wordsLeft', { left: progress.words_left, all: counts?.total_words ?? 0 })}</span>
      </div>
    </div>
  )
}

const fills = ['done', 'changed', 'draft', 'missing'] as const

function Bar({ parts }: { parts: readonly number[] }) {
  const all = Math.max(1, parts.reduce((sum, part) => sum + part, 0))
  let x = 0
  return (
    <>
      {parts.map((part, index) => {
        const width = (200 * part) / all
        const from = x
        x += width
        return <rect key={fills[index]} x={from} y={0} height={10} width={Math.max(0, width - 1.5)} data-part={fills[index]} />
      })}
    </>
  )
}
