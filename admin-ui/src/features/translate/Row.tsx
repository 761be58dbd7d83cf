import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { plain, spansOf } from '@/lib/segmentText'
import { StatusGlyph, type Sign } from '@/ui/Glyph'
import { codesOf } from './segmentDoc'
import type { Segment } from './useWorkbench'
import classes from './Workbench.module.css'

export const signs: Record<string, Sign> = { missing: 'missing', source_changed: 'stale', unconfirmed: 'draft', current: 'translated' }

interface Props {
  segment: Segment
  number: number
  of: number
  sourceLocale: string
  locale: string
  onOpen?: ((key: string) => void) | undefined
}

/** A segment that is not open: two texts beside each other. A press opens it. */
export const Row = memo(function Row({ segment, number, of, sourceLocale, locale, onOpen }: Props) {
  const { t } = useTranslation('translate')
  const status = t(`status.${segment.status as 'missing'}`)
  const { target } = segment
  return (
    <article className={classes.segment} data-status={segment.status} aria-label={t('segmentName', { number, of, status })}>
      <div className={classes.number}>
        <StatusGlyph sign={signs[segment.status] ?? 'draft'} label={status} />
        <b>{number}</b>
      </div>
      <div className={classes.source} lang={sourceLocale}>
        <Prose text={segment.source} codes={codesOf(segment.inline, [])} />
      </div>
      <div className={classes.target} lang={locale}>
        {target.state === 'left_empty' ? <i className={classes.empty}>{t('leftEmpty')}</i> : null}
        {plain(target.text) === '' && target.state !== 'left_empty' ? <i className={classes.empty}>{t('notYet')}</i> : null}
        <Prose text={target.text} codes={codesOf(segment.inline, target.inline)} />
        {onOpen ? (
          <button type="button" className={classes.open} onClick={() => { onOpen(segment.key) }}>
            <span className="hidden">{t('openSegment', { number })}</span>
          </button>
        ) : null}
      </div>
    </article>
  )
})

interface ProseProps {
  text: string
  codes: ReturnType<typeof codesOf>
}

/** A text with its marks, as it reads. */
export function Prose({ text, codes }: ProseProps) {
  return (
    <span className={classes.prose}>
      {spansOf(text).map((span, index) => {
        if (span.void !== undefined) return <br key={index} />
        const kinds = span.tags.map((number) => codes.get(number)?.type)
        const inner = kinds.includes('link') || kinds.includes('citation') ? <u>{span.text}</u> : span.text
        const strong = kinds.includes('bold') ? <b>{inner}</b> : inner
        return <span key={index}>{kinds.includes('italic') ? <i>{strong}</i> : strong}</span>
      })}
    </span>
  )
}
