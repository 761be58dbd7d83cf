import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import type { SaveStatus } from '@/lib/autosave'
import { languageName } from '@/lib/format'
import type { Outbox } from '@/lib/outbox'
import { Empty } from '@/ui/status'
import { ActiveSegment } from './ActiveSegment'
import { Row } from './Row'
import type { Segment, Segments, Workbench } from './useWorkbench'
import classes from './Workbench.module.css'

interface Props {
  view: Segments
  visible: readonly Segment[]
  active: Segment | null
  work: Workbench
  outbox: Outbox
  type: Schemas['Type']
  mayWrite: boolean
  sourceLocale: string
  locale: string
  onGo: (key: string | undefined) => void
  onStatus: (status: SaveStatus) => void
  onFinish: (key: string, fresh: Segments) => void
}

interface Group {
  field: string
  label: string
  segments: Segment[]
}

/** The segments under the names of their fields; one of them is open. */
export function SegmentList({ view, visible, active, work, outbox, type, mayWrite, sourceLocale, locale, onGo, onStatus, onFinish }: Props) {
  const { t, i18n } = useTranslation('translate')
  const numbers = useMemo(() => new Map(view.segments.map((one, index) => [one.key, index + 1])), [view.segments])
  const groups = useMemo(() => {
    const out: Group[] = []
    for (const segment of visible) {
      const last = out.at(-1)
      if (last?.field === segment.field) last.segments.push(segment)
      else {
        const field = type.fields.find((one) => one.name === segment.field)
        out.push({ field: segment.field, label: field?.labels[i18n.language] ?? segment.field, segments: [segment] })
      }
    }
    return out
  }, [visible, type, i18n.language])
  if (visible.length === 0) return <Empty title={t('nothingHere')}>{t('nothingHereText')}</Empty>
  return (
    <>
      <div className={classes.heads} aria-hidden>
        <span />
        <span>{languageName(sourceLocale, i18n.language, '')}</span>
        <span>{languageName(locale, i18n.language, '')}</span>
      </div>
      {groups.map((group) => (
        <section key={`${group.field}/${group.segments[0]?.key ?? ''}`}>
          <h2 className={classes.group}>
            {group.label} <span>{t('segmentCount', { count: group.segments.length })}</span>
          </h2>
          {group.segments.map((segment) => {
            const place = { number: numbers.get(segment.key) ?? 0, of: view.segments.length }
            return segment.key === active?.key ? (
              <ActiveSegment
                key={segment.key}
                {...{ segment, work, outbox, sourceLocale, locale, onStatus, ...place }}
                entry={view.entry}
                onLeave={() => { onGo(undefined) }}
                onFinish={(fresh) => { onFinish(segment.key, fresh) }}
              />
            ) : (
              <Row key={segment.key} {...{ segment, sourceLocale, locale, ...place }} onOpen={mayWrite ? onGo : undefined} />
            )
          })}
        </section>
      ))}
      {view.removed.length > 0 ? (
        <details className={classes.removed}>
          <summary>{t('removed', { count: view.removed.length })}</summary>
          <ul>
            {view.removed.map((one) => (
              <li key={one.key} lang={locale}>
                {one.text}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </>
  )
}
