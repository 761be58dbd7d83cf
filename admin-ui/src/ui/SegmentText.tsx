import { Fragment, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { changesOf, runsOf, type Range, type Run } from '@/lib/segmentRuns'
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
  // The same runs always come in the same order: the place is the key.
  return changesOf(runs).map(({ op, runs: inOne }, index) => {
    const text = inOne.map((run, place) => <Marked key={place} run={run} codes={codes} />)
    if (op === 'added') return <ins key={index}>{said(t('diff.added'))}{text}</ins>
    if (op === 'removed') return <del key={index}>{said(t('diff.removed'))}{text}</del>
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
