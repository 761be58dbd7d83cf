import { Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { FieldProblem } from '@/api/problem'
import { historyQuery } from '@/api/queries'
import { moment } from '@/lib/format'
import { useKey } from '@/ui/keys'
import { ProblemList } from '@/ui/ProblemList'
import { ErrorState, Loading } from '@/ui/status'
import classes from './Editor.module.css'
import type { Document } from './useForm'

type Panel = 'problems' | 'history'

interface Props {
  document: Document
  problems: readonly FieldProblem[]
  panel: Panel
  onPanel: (panel: Panel) => void
}

/** What is in the way of submitting, and what was done to the text. */
export function Aside({ document, problems, panel, onPanel }: Props) {
  const { t } = useTranslation('editor')
  useKey('everywhere.problems', () => {
    onPanel('problems')
    requestAnimationFrame(() => globalThis.document.getElementById('problems-tab')?.focus())
  })
  const distinct = [...new Map(problems.map((one) => [`${one.path} ${one.code}`, one])).values()]
  return (
    <aside className={classes.aside} data-region tabIndex={-1} aria-label={t('aside')}>
      <Tabs value={panel} onChange={(value) => { onPanel(value === 'history' ? 'history' : 'problems') }}>
        <Tabs.List>
          <Tabs.Tab value="problems" id="problems-tab">
            {t('problems')} {distinct.length > 0 ? distinct.length : null}
          </Tabs.Tab>
          <Tabs.Tab value="history">{t('history')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="problems" pt="md">
          <ProblemList
            problems={distinct.map((one) => ({
              path: one.path,
              severity: 'error',
              message: `${one.path.split('/')[0] ?? ''}: ${t(`problem.${one.code}` as 'problem.required', { defaultValue: one.message })}`,
            }))}
          />
        </Tabs.Panel>
        <Tabs.Panel value="history" pt="md">
          {panel === 'history' ? <Log document={document} /> : null}
        </Tabs.Panel>
      </Tabs>
    </aside>
  )
}

function Log({ document }: { document: Document }) {
  const { t, i18n } = useTranslation('editor')
  const { data, error, refetch } = useQuery(historyQuery(document.entry, document.locale))
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <Loading lines={4} />
  return (
    <ol className={classes.log}>
      {data.map((row) => (
        <li key={row.number}>
          <b>{row.name}</b> {t(`did.${row.verb as 'save'}`, { defaultValue: row.verb })}
          <time dateTime={row.at}>{moment(row.at, i18n.language)}</time>
          {row.comment ? <p>{row.comment}</p> : null}
        </li>
      ))}
    </ol>
  )
}
