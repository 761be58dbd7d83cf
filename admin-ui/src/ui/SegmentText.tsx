import { Fragment, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { runsOf, type Range, type Run } from '@/lib/segmentRuns'
import type { Code } from '@/lib/segmentText'
import classes from './SegmentText.module.css'

export type Codes = ReadonlyMap<number, Code>

interface RunsProps {
  runs: readonly Run[]
  codes: Codes
}

/** Stretches of a segment: bold is bold, links are underlined, changes are marked and said. */
export function Runs({ runs, codes }: RunsProps) {
  const { t, i18n } = useTranslation()
  const said = (word: string) => (
    <span className="hidden" lang={i18n.language}>
      {` ${word} `}
    </span>
  )
  return runs.map((run, index) => {
    const before = runs[index - 1]?.op
    const text = <Marked run={run} codes={codes} />
    // The same runs always come in the same order: the place is the key.
    if (run.op === 'added') return <ins key={index}>{before === 'added' ? null : said(t('diff.added'))}{text}</ins>
    if (run.op === 'removed') return <del key={index}>{before === 'removed' ? null : said(t('diff.removed'))}{text}</del>
    return <Fragment key={index}>{text}</Fragment>
  })
}

function Marked({ run, codes }: { run: Run; codes: Codes }): ReactNode {
  if (run.void !== undefined) return <br />
  const kinds = run.tags.map((number) => codes.get(number)?.type)
  let text: ReactNode = run.text
  if (run.mark !== undefined) text = <span className={classes.term}>{text}</span>
  if (kinds.includes('link') || kinds.includes('citation')) text = <u>{text}</u>
  if (kinds.includes('bold')) text = <b>{text}</b>
  return kinds.includes('italic') ? <i>{text}</i> : text
}

interface Props {
  text: string
  codes: Codes
  /** Places to underline with points, such as the terms of the glossary. */
  marks?: readonly Range[] | undefined
}

/** The text of a segment with its marks, as it reads. */
export function SegmentText({ text, codes, marks }: Props) {
  return (
    <span className={classes.prose}>
      <Runs runs={runsOf(text, marks)} codes={codes} />
    </span>
  )
}
