export interface Span {
  start: number
  end: number
}

/** The text in pieces, in order; found are those a span covers. Spans count UTF-16 units, as the server does. */
export function marks(text: string, spans: readonly Span[]): { text: string; found: boolean }[] {
  const out: { text: string; found: boolean }[] = []
  let at = 0
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    if (start < at || end > text.length) continue // overlaps what is marked already
    if (start > at) out.push({ text: text.slice(at, start), found: false })
    out.push({ text: text.slice(start, end), found: true })
    at = end
  }
  if (at < text.length) out.push({ text: text.slice(at), found: false })
  return out
}
