import type { Schemas } from '@/api/client'
import { diffRuns, type Range, type Run } from '@/lib/segmentRuns'
import { Runs, type Codes } from './SegmentText'

export type DiffToken = Schemas['SegmentToken']

interface Props {
  tokens: readonly DiffToken[]
  lang?: string | undefined
  /** What the numbered tags of a segment stand for; a text without tags has none. */
  codes?: Codes
  /** Places in the newer text to underline with points. */
  marks?: readonly Range[] | undefined
}

const none: Codes = new Map()

/** Text with its changes, from the tokens of the server; said aloud, too. */
export function DiffText({ tokens, lang, codes, marks }: Props) {
  const runs = codes ? diffRuns(tokens, marks) : tokens.map(({ op, text }): Run => ({ op: op as Run['op'], text, tags: [] }))
  return (
    <span lang={lang}>
      <Runs runs={runs} codes={codes ?? none} />
    </span>
  )
}
