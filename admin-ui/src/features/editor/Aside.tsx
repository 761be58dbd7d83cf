import { Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { FieldProblem } from '@/api/problem'
import { historyQuery } from '@/api/queries'
import { moment } from '@/lib/format'
import { threadsQuery } from '@/ui/comments/useThreads'
import { useKey } from '@/ui/keys'
import { ProblemList } from '@/ui/ProblemList'
import { ErrorState, Loading } from '@/ui/status'
import { CommentsPanel, type Spot } from './CommentsPanel'
import { placeReason } from '@/ui/reason'
import classes from './Editor.module.css'
import { placeName, type Field } from './fields/context'
import type { Document, Fields } from './useForm'

const panels = ['problems', 'comments', 'history'] as const
export type Panel = (typeof panels)[number]

/** What the parts of a field are called in the form. */
const parts = {
  value: 'value', unit: 'unit', year: 'year', source: 'source', lat: 'latitude', lon: 'longitude', heading: 'heading', body: 'text', text: 'text',
  speaker: 'speaker', function: 'function', title: 'sourcePart.title', publisher: 'sourcePart.publisher', url: 'sourcePart.url', accessed: 'sourcePart.accessed',
} as const

interface Props {
  document: Document
  /** The shared part below the text, with its own comments. */
  shared: Document | undefined
  fields: readonly Field[]
  problems: readonly FieldProblem[]
  panel: Panel
  onPanel: (panel: Panel) => void
  spot: Spot | null
  onSpot: (spot: Spot | null) => void
}

/** What is in the way of submitting, what is said beside the text, and what was done to it. */
export function Aside({ document, shared, fields, problems, panel, onPanel, spot, onSpot }: Props) {
  const { t, i18n } = useTranslation('editor')
  useKey('everywhere.problems', () => {
    onPanel('problems')
    requestAnimationFrame(() => globalThis.document.getElementById('problems-tab')?.focus())
  })
  const partOf = (part: string) => (part in parts ? t(parts[part as keyof typeof parts]) : undefined)
  const open = useOpenThreads(document) + useOpenThreads(shared)
  const distinct = [...new Map(problems.map((one) => [`${one.path} ${one.code}`, one])).values()]
  const own = fields.filter((field) => field.localized === (document.locale !== 'und'))
  const count = (number: number) => (number > 0 ? <span className={classes.number}>{number}</span> : null)
  return (
    <aside className={classes.aside} data-region tabIndex={-1} aria-label={t('aside')}>
      <Tabs value={panel} onChange={(value) => { onPanel(panels.find((one) => one === value) ?? 'problems') }}>
        <Tabs.List>
          <Tabs.Tab value="problems" id="problems-tab">{t('problems')} {count(distinct.length)}</Tabs.Tab>
          <Tabs.Tab value="comments">{t('comments')} {count(open)}</Tabs.Tab>
          <Tabs.Tab value="history">{t('history')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="problems" pt="md">
          <ProblemList
            problems={distinct.map((one) => ({
              path: one.path,
              severity: 'error',
              message: `${placeName(one.path, { ...(shared?.fields as Fields), ...(document.fields as Fields) }, fields, i18n.language, partOf)}: ${placeReason(one)}`,
            }))}
          />
        </Tabs.Panel>
        <Tabs.Panel value="comments" pt="md">
          {panel === 'comments' ? <CommentsPanel document={document} fields={own} spot={spot} onSpot={onSpot} /> : null}
          {panel === 'comments' && shared ? (
            <section className={classes.also} aria-label={t('sharedPart')}>
              <h2>{t('sharedPart')}</h2>
              <CommentsPanel document={shared} fields={fields.filter((field) => !field.localized)} spot={spot} onSpot={onSpot} />
            </section>
          ) : null}
        </Tabs.Panel>
        <Tabs.Panel value="history" pt="md">
          {panel === 'history' ? <Log document={document} /> : null}
        </Tabs.Panel>
      </Tabs>
    </aside>
  )
}

function useOpenThreads(document: Document | undefined): number {
  const { data } = useQuery({ ...threadsQuery(document?.entry ?? '', document?.locale ?? ''), enabled: document !== undefined })
  return data?.filter((one) => !one.resolved).length ?? 0
}

function Log({ document }: { document: Document }) {
  const { t, i18n } = useTranslation('editor')
  const { data, error, refetch } = useQuery(historyQuery(document.entry, document.locale))
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <Loading lines={4} />
  return (
    <>
      <Link to="/entries/$id/$locale/history" params={{ id: document.entry, locale: document.locale }}>{t('compareRevisions')}</Link>
      <ol className={classes.log}>
        {data.map((row) => (
          <li key={row.number}>
            <b>{row.name}</b> {t(`did.${row.verb as 'save'}`, { defaultValue: row.verb })}
            <time dateTime={row.at}>{moment(row.at, i18n.language)}</time>
            {row.comment ? <p>{row.comment}</p> : null}
          </li>
        ))}
      </ol>
    </>
  )
}
