import { useTranslation } from 'react-i18next'
import { day } from '@/lib/format'
import type { Range } from '@/lib/segmentRuns'
import { DiffText } from '@/ui/DiffText'
import { StatusGlyph } from '@/ui/Glyph'
import { SegmentText } from '@/ui/SegmentText'
import { codesOf } from './segmentDoc'
import type { Segment } from './useWorkbench'
import classes from './Workbench.module.css'

interface Props {
  segment: Segment
  locale: string
  /** The words of the glossary in it. */
  terms: readonly Range[] | undefined
}

/** The source of the open segment: what changed in it and by whom, the terms, and other languages. */
export function SourceSide({ segment, locale, terms }: Props) {
  const { t, i18n } = useTranslation('translate')
  const { change } = segment
  const codes = codesOf(segment.inline, [])
  return (
    <div className={classes.source} lang={locale} data-side="source">
      {segment.stale && change ? (
        <p className={classes.note} lang={i18n.language}>
          <StatusGlyph sign="stale" />
          <span>
            <b>{t('changedBy', { name: change.author_name })}</b> {t('changedWhen', { when: day(change.at, i18n.language), revision: change.revision ?? 0 })}
          </span>
        </p>
      ) : null}
      <p>{segment.diff ? <DiffText tokens={segment.diff} lang={locale} codes={codes} marks={terms} /> : <SegmentText text={segment.source} codes={codes} marks={terms} />}</p>
      {Object.entries(segment.references ?? {}).filter(([other]) => other !== locale).map(([other, text]) => (
        <details key={other} className={classes.reference}>
          <summary lang={i18n.language}>{t('forReference', { language: new Intl.DisplayNames(i18n.language, { type: 'language' }).of(other) ?? other })}</summary>
          <p lang={other}>
            <SegmentText text={text} codes={codes} />
          </p>
        </details>
      ))}
    </div>
  )
}
