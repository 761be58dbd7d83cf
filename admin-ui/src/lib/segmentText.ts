// The text of a segment has numbered tags where the rich text has marks:
// <1>bold</1>, and <2/> for what has no text of its own. Literal text that reads
// like a tag has a backslash before it. Pure.

export interface Code {
  tag: number
  type: string
  attrs?: Record<string, string>
}

/** A stretch of text, or a tag without text, with the tags around it from the outside in. */
export interface Span {
  text: string
  tags: readonly number[]
  /** The number of a tag without text; the text is then empty. */
  void?: number
}

const tag = /(\\*)<(\/?)([1-9]\d{0,5})(\/?)>/g

/** A stretch of text without a gap, and where it stands among the tags. */
export interface Piece extends Span {
  from: number
}

/** Cuts a text at its tags. A closing tag without an opening one is left out, as the server leaves it out. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = []
  const open: number[] = []
  const say = (from: number, to: number) => {
    if (from < to) pieces.push({ text: text.slice(from, to), tags: [...open], from })
  }
  let rest = 0
  for (const found of text.matchAll(tag)) {
    const [whole, slashes = '', closing, digits, empty] = found
    if (closing && empty) continue
    const at = found.index + slashes.length
    say(rest, found.index + (slashes.length >> 1))
    rest = found.index + whole.length
    if (slashes.length % 2 === 1) {
      say(at, rest)
      continue
    }
    const number = Number(digits)
    if (empty) pieces.push({ text: '', tags: [...open], void: number, from: at })
    else if (!closing) open.push(number)
    else if (open.includes(number)) open.splice(open.lastIndexOf(number), 1)
  }
  say(rest, text.length)
  return pieces
}

/** Cuts a text into spans: pieces with the same tags around them are one. */
export function spansOf(text: string): Span[] {
  const spans: Span[] = []
  for (const { from: _from, ...piece } of piecesOf(text)) {
    const last = spans.at(-1)
    if (last && last.void === undefined && piece.void === undefined && last.tags.join() === piece.tags.join()) last.text += piece.text
    else spans.push(piece)
  }
  return spans
}

/** Writes literal text so that nothing in it reads as a tag. */
export function escape(text: string): string {
  return text.replace(tag, (whole: string, slashes: string, closing: string, _digits: string, empty: string) =>
    closing && empty ? whole : `${slashes}${slashes}\\${whole.slice(slashes.length)}`,
  )
}

/** The inverse of spansOf. Tags that go on from one span to the next stay open. */
export function textOf(spans: readonly Span[]): string {
  let out = ''
  let open: number[] = []
  /** Backslashes directly before a tag are doubled, so that they do not make it literal. */
  const add = (tagged: string) => {
    out += `${/\\+$/.exec(out)?.[0] ?? ''}${tagged}`
  }
  const until = (wanted: readonly number[]) => {
    let same = 0
    while (same < open.length && same < wanted.length && open[same] === wanted[same]) same++
    for (const number of open.slice(same).reverse()) add(`</${number}>`)
    for (const number of wanted.slice(same)) add(`<${number}>`)
    open = [...wanted]
  }
  for (const span of spans) {
    until(span.tags)
    if (span.void === undefined) out += escape(span.text)
    else add(`<${span.void}/>`)
  }
  until([])
  return out
}

/** A text without its tags, as it reads. */
export function plain(text: string): string {
  return spansOf(text)
    .map((span) => span.text)
    .join('')
}
