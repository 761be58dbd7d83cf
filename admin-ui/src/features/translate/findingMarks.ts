import { Extension, type Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import { piecesOf } from '@/lib/segmentText'
import type { Finding } from './findings'

const key = new PluginKey<DecorationSet>('findings')

/** Underlines what the checks found; the marks go along with what is typed. */
export const FindingMarks = Extension.create({
  name: 'findingMarks',
  addProseMirrorPlugins: () => [
    new Plugin<DecorationSet>({
      key,
      state: {
        init: () => DecorationSet.empty,
        apply: (change, marks) => (change.getMeta(key) as DecorationSet | undefined) ?? marks.map(change.mapping, change.doc),
      },
      props: { decorations: (state) => key.getState(state) },
    }),
  ],
})

/** Where each character of the document stands. A break between paragraphs is two characters, as in the text of a segment. */
function positionsOf(doc: Node): { characters: string; at: number[] } {
  const at: number[] = []
  let characters = ''
  doc.forEach((paragraph, offset, index) => {
    if (index > 0) {
      characters += '\n\n'
      at.push(offset, offset)
    }
    paragraph.forEach((inline, inside) => {
      const from = offset + 1 + inside
      const text = inline.isText ? (inline.text ?? '') : inline.type.name === 'hardBreak' ? '\n' : '\ufffc'
      for (let i = 0; i < text.length; i++) at.push(from + i)
      characters += text
    })
  })
  return { characters, at }
}

/** The places of findings in the document; none if it no longer says what was checked. */
export function placesIn(doc: Node, text: string, findings: readonly Finding[]): { from: number; to: number; severity: string }[] {
  const { characters, at } = positionsOf(doc)
  const raw: number[] = []
  let read = ''
  for (const piece of piecesOf(text)) {
    const shown = piece.void === undefined ? piece.text : '\ufffc'
    for (let i = 0; i < shown.length; i++) raw.push(piece.from + i)
    read += shown
  }
  if (read !== characters) return []
  return findings.flatMap(({ target, severity }) =>
    (target ?? []).flatMap(({ start, end }) => {
      const from = raw.findIndex((place) => place >= start)
      const last = raw.findLastIndex((place) => place < end)
      const [a, b] = [at[from], at[last]]
      return from >= 0 && last >= from && a !== undefined && b !== undefined ? [{ from: a, to: b + 1, severity }] : []
    }),
  )
}

/** Marks what was found in a text that the editor shows. */
export function markFindings(editor: Editor, text: string, findings: readonly Finding[]): void {
  const { state, view } = editor
  const places = placesIn(state.doc, text, findings)
  const marks = places.map(({ from, to, severity }) => Decoration.inline(from, to, { class: 'finding', 'data-severity': severity }))
  view.dispatch(state.tr.setMeta(key, DecorationSet.create(state.doc, marks)).setMeta('addToHistory', false))
}
