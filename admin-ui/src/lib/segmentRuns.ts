// How the text of a segment is shown: its tags as marks, what changed in it, and
// what somebody wants to point at. Pure.
import { piecesOf, spansOf, textOf, type Code, type Piece } from './segmentText'

/** A place in a text with its tags, as the server counts: in UTF-16 code units. */
export interface Range {
  start: number
  end: number
}

export interface Token {
  op: string
  text: string
}

/** A stretch that is shown in one way. */
export interface Run {
  op: 'same' | 'added' | 'removed'
  text: string
  tags: readonly number[]
  /** A tag without text, such as a line break. */
  void?: number
  /** Which of the places it belongs to. */
  mark?: number
}

/** The part of the pieces between two places, cut where a range begins or ends. */
function cut(pieces: readonly Piece[], from: number, to: number, ranges: readonly Range[], op: Run['op']): Run[] {
  const runs: Run[] = []
  for (const piece of pieces) {
    if (piece.void !== undefined) {
      if (piece.from >= from && piece.from < to) runs.push({ op, text: '', tags: piece.tags, void: piece.void })
      continue
    }
    const start = Math.max(piece.from, from)
    const end = Math.min(piece.from + piece.text.length, to)
    if (start >= end) continue
    const edges = new Set([start, end, ...ranges.flatMap((range) => [range.start, range.end]).filter((edge) => edge > start && edge < end)])
    const sorted = [...edges].sort((a, b) => a - b)
    sorted.slice(0, -1).forEach((a, index) => {
      const b = sorted[index + 1] ?? end
      const mark = ranges.findIndex((range) => range.start <= a && b <= range.end)
      runs.push({ op, text: piece.text.slice(a - piece.from, b - piece.from), tags: piece.tags, ...(mark < 0 ? {} : { mark }) })
    })
  }
  return runs
}

/** A text as it is shown. */
export function runsOf(text: string, ranges: readonly Range[] = []): Run[] {
  return cut(piecesOf(text), 0, text.length, ranges, 'same')
}

/** What changed from one text to another; the ranges are places in the newer one. */
export function diffRuns(tokens: readonly Token[], ranges: readonly Range[] = []): Run[] {
  const side = (left: string) => piecesOf(tokens.filter(({ op }) => op !== left).map(({ text }) => text).join(''))
  const older = side('added')
  const newer = side('removed')
  let was = 0
  let is = 0
  return tokens.flatMap(({ op, text }) => {
    const from = op === 'removed' ? was : is
    if (op !== 'added') was += text.length
    if (op !== 'removed') is += text.length
    if (op === 'removed') return cut(older, from, from + text.length, [], 'removed')
    return cut(newer, from, from + text.length, ranges, op === 'added' ? 'added' : 'same')
  })
}

/** Runs that follow each other and were all put in, all taken away or all kept: what is marked and said as one. */
export function changesOf(runs: readonly Run[]): { op: Run['op']; runs: Run[] }[] {
  const changes: { op: Run['op']; runs: Run[] }[] = []
  for (const run of runs) {
    const last = changes.at(-1)
    if (last?.op === run.op) last.runs.push(run)
    else changes.push({ op: run.op, runs: [run] })
  }
  return changes
}

/** A text from elsewhere, with those of its tags that this sentence has, too: the others belong to another text. */
export function fitted(text: string, codes: ReadonlyMap<number, Code>): string {
  const known = (number: number) => codes.has(number)
  return textOf(
    spansOf(text)
      .filter((span) => span.void === undefined || known(span.void))
      .map((span) => ({ ...span, tags: span.tags.filter(known) })),
  )
}
