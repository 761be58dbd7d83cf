import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { byField, type Row } from '@/lib/review'
import type { Thread } from '@/ui/comments/useThreads'
import { ChangeRow } from './ChangeRow'
import { fieldLabel } from './fieldLabel'
import type { Document } from './queries'
import classes from './Review.module.css'

interface Props {
  rows: readonly Row[]
  type: Schemas['Type']
  document: Document
  /** False for a first text, which is read as it is. */
  compared: boolean
  authors: readonly Schemas['Changed'][]
  threads: readonly Thread[]
  at: string | undefined
  sourceLocale: string | undefined
  mayComment: boolean
  mayDemand: boolean
  /** The row that a comment is being written beside. */
  writing: string | null
  onWrite: (path: string | null) => void
  onEdit: ((path: string) => void) | undefined
  onAt: (path: string) => void
}

/** What is to be read, field by field. */
export function ChangeList({ rows, type, document, compared, authors, threads, onAt, ...rest }: Props) {
  const { t, i18n } = useTranslation('review')
  if (rows.length === 0) return <p className={classes.none}>{t('noChanges')}</p>
  const number = new Map(rows.map((row, index) => [row.path, index + 1]))
  return byField(rows).map((group) => (
    <section key={`${group.field} ${group.rows[0]?.path ?? ''}`} className={classes.group} aria-label={fieldLabel(type, group.field, i18n.language)}>
      <h2>
        {fieldLabel(type, group.field, i18n.language)} <span>{t(compared ? 'countChanges' : 'countTexts', { count: group.rows.filter((row) => !compared || row.op !== 'same').length })}</span>
      </h2>
      {group.rows.map((row) => (
        <ChangeRow
          key={row.path}
          row={row}
          number={number.get(row.path) ?? 0}
          of={rows.length}
          document={document}
          compared={compared}
          author={authors.find((one) => one.key === row.path)?.by}
          threads={threads.filter((one) => one.at === row.path)}
          onFocus={() => { onAt(row.path) }}
          {...rest}
        />
      ))}
    </section>
  ))
}
