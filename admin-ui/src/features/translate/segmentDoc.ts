import type { JSONContent } from '@tiptap/react'
import { spansOf, textOf, type Code, type Span } from '@/lib/segmentText'

/** What each number stands for: the source's codes, and over them the translation's own. */
export function codesOf(source: readonly Code[] | null | undefined, own: readonly Code[] | null | undefined): Map<number, Code> {
  return new Map([...(source ?? []), ...(own ?? [])].map((code) => [code.tag, code]))
}

/** The text of a segment as the editor's document; a blank line begins another paragraph. */
export function docOf(text: string, codes: ReadonlyMap<number, Code>): JSONContent {
  const paragraphs: JSONContent[][] = [[]]
  for (const span of spansOf(text)) {
    const marks = span.tags.map((number) => ({ type: 'tag', attrs: { number, kind: codes.get(number)?.type ?? 'bold' } }))
    if (span.void !== undefined) {
      paragraphs.at(-1)?.push({ type: 'code', attrs: { number: span.void }, ...(marks.length > 0 ? { marks } : {}) })
      continue
    }
    span.text.split('\n\n').forEach((part, index) => {
      if (index > 0) paragraphs.push([])
      if (part !== '') paragraphs.at(-1)?.push({ type: 'text', text: part, ...(marks.length > 0 ? { marks } : {}) })
    })
  }
  return { type: 'doc', content: paragraphs.map((content) => ({ type: 'paragraph', ...(content.length > 0 ? { content } : {}) })) }
}

/** The inverse: the text, and the codes that the source does not have. */
export function segmentOf(doc: JSONContent, source: readonly Code[] | null | undefined): { text: string; inline: Code[] } {
  const spans: Span[] = []
  const own = new Map<number, Code>()
  const known = new Set((source ?? []).map((code) => code.tag))
  ;(doc.content ?? []).forEach((paragraph, index) => {
    if (index > 0) spans.push({ text: '\n\n', tags: [] })
    for (const node of paragraph.content ?? []) {
      const marks = node.marks ?? []
      for (const { attrs } of marks) {
        const number = Number(attrs?.number)
        if (known.has(number)) continue
        const href = typeof attrs?.href === 'string' ? { attrs: { href: attrs.href } } : {}
        own.set(number, { tag: number, type: String(attrs?.kind), ...href })
      }
      const tags = marks.map(({ attrs }) => Number(attrs?.number))
      if (node.type === 'code') spans.push({ text: '', tags, void: Number(node.attrs?.number) })
      else spans.push({ text: node.type === 'hardBreak' ? '\n' : (node.text ?? ''), tags })
    }
  })
  return { text: textOf(spans), inline: [...own.values()] }
}
