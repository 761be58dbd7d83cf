import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { languageName } from '@/lib/format'
import { Empty } from '@/ui/status'
import { ActiveSegment, type ActiveProps } from './ActiveSegment'
import type { Finding } from './findings'
import { Row } from './Row'
import { useGradually } from './useGradually'
import type { Place } from './usePlace'
import type { Segment, Segments } from './useWorkbench'
import classes from './Workbench.module.css'

interface Props extends Pick<ActiveProps, 'work' | 'outbox' | 'help' | 'sourceLocale' | 'locale' | 'onStatus' | 'onComment' | 'onHelp'> {
  view: Segments
  place: Place
  type: Schemas['Type']
  mayWrite: boolean
  /** Open threads by segment. */
  talk: ReadonlyMap<string, number>
}

interface Group {
  field: string
  label: string
  segments: Segment[]
}

const none: readonly Finding[] = []

/** The segments under the names of their fields; one of them is open. */
export function SegmentList({ view, place, type, mayWrite, talk, sourceLocale, locale, ...active }: Props) {
  const { t, i18n } = useTranslation('translate')
  const { visible } = place
  const numbers = useMemo(() => new Map(view.segments.map((one, index) => [one.key, index + 1])), [view.segments])
  const groups = useMemo(() => {
    const out: Group[] = []
    for (const segment of visible) {
      const last = out.at(-1)
      if (last?.field === segment.field) last.segments.push(segment)
      else {
        const name = segment.field.split('.')[0]
        const field = type.fields.find((one) => one.name === name)
        out.push({ field: segment.field, label: field?.labels[i18n.language] ?? segment.field, segments: [segment] })
      }
    }
    return out
  }, [visible, type, i18n.language])
  const around = useGradually(visible.length, visible.findIndex((one) => one.key === place.chosen?.key))
  const places = useMemo(() => new Map(visible.map((one, index) => [one.key, index])), [visible])
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
            const { key } = segment
            const index = places.get(key) ?? 0
            if (key !== place.chosen?.key && (index < around.from || index >= around.to)) return <div key={key} className={classes.later} />
            const shared = { segment, sourceLocale, locale, number: numbers.get(key) ?? 0, of: view.segments.length, talk: talk.get(key) ?? 0 }
            return key === place.active?.key ? (
              <ActiveSegment
                key={key}
                {...shared}
                {...active}
                entry={view.entry}
                findings={view.findings?.[key] ?? none}
                onLeave={place.leave}
                onFinish={(fresh) => { place.finish(key, fresh) }}
              />
            ) : (
              <Row key={key} {...shared} chosen={key === place.chosen?.key} resting={key === place.resting && key === place.chosen?.key} mayWrite={mayWrite} onOpen={place.open} />
            )
          })}
        </section>
      ))}
    </>
  )
}
