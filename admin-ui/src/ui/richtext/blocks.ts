// Moving, copying and removing the blocks of a rich text. A block keeps its id
// wherever it goes; a copy gets new ones (blockIds.ts).
import type { Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { TextSelection, type EditorState, type Transaction } from '@tiptap/pm/state'

interface Unit {
  node: Node
  index: number
  siblings: Node[]
  /** Where the content of the parent begins. */
  start: number
  before: number
}

/** What moves as one: the innermost item of a list, else the block of the text. */
function unitAt(state: EditorState): Unit | null {
  const { $from } = state.selection
  let depth = $from.depth
  while (depth > 1 && $from.node(depth).type.name !== 'listItem') depth--
  if (depth < 1) return null
  const siblings: Node[] = []
  $from.node(depth - 1).forEach((child) => { siblings.push(child) })
  return { node: $from.node(depth), index: $from.index(depth - 1), siblings, start: $from.start(depth - 1), before: $from.before(depth) }
}

/** The words with which each of the blocks beside the selection begins, and which of them is selected. */
export function places(editor: Editor): { index: number; names: string[] } {
  const unit = unitAt(editor.state)
  return { index: unit?.index ?? 0, names: unit?.siblings.map((one) => one.textContent.trim().split(/\s+/).slice(0, 5).join(' ')) ?? [] }
}

/** Puts the siblings into another order and the cursor where it was in its block. */
function reordered(state: EditorState, unit: Unit, target: number): Transaction {
  const siblings = unit.siblings.toSpliced(unit.index, 1).toSpliced(target, 0, unit.node)
  const size = unit.siblings.reduce((sum, one) => sum + one.nodeSize, 0)
  const offset = state.selection.from - unit.before
  const before = siblings.slice(0, target).reduce((sum, one) => sum + one.nodeSize, 0)
  const change = state.tr.replaceWith(unit.start, unit.start + size, siblings)
  return change.setSelection(TextSelection.near(change.doc.resolve(unit.start + before + offset))).scrollIntoView()
}

/** Moves the block to a position among its siblings; false if there is none. */
export function moveTo(editor: Editor, target: number): boolean {
  const unit = unitAt(editor.state)
  if (!unit || target < 0 || target >= unit.siblings.length || target === unit.index) return false
  editor.view.dispatch(reordered(editor.state, unit, target))
  return true
}

export function moveBy(editor: Editor, by: 1 | -1): boolean {
  return moveTo(editor, places(editor).index + by)
}

export function duplicate(editor: Editor): void {
  const unit = unitAt(editor.state)
  if (unit) editor.view.dispatch(editor.state.tr.insert(unit.before + unit.node.nodeSize, unit.node))
}

/** Takes the block away; of the last one, what is in it. A list goes with its last item. */
export function remove(editor: Editor): void {
  const { state, view } = editor
  const unit = unitAt(state)
  if (!unit) return
  if (unit.siblings.length > 1) {
    const change = state.tr.delete(unit.before, unit.before + unit.node.nodeSize)
    view.dispatch(change.setSelection(TextSelection.near(change.doc.resolve(Math.min(unit.before, change.doc.content.size)))))
  } else if (unit.node.type.name === 'listItem') {
    const list = state.selection.$from.before(state.doc.resolve(unit.before).depth)
    view.dispatch(state.tr.delete(list, list + (state.doc.nodeAt(list)?.nodeSize ?? 0)))
  } else {
    editor.commands.clearContent(true)
  }
}

export const kinds = ['paragraph', 'heading2', 'heading3', 'bulletList', 'orderedList', 'blockquote'] as const
export type Kind = (typeof kinds)[number]

/** Begins a block of a kind: in the empty paragraph under the cursor, or else below the block of the text. */
export function insert(editor: Editor, kind: Kind): void {
  const { $from } = editor.state.selection
  const chain = editor.chain().focus()
  if ($from.parent.content.size > 0) {
    const after = $from.after(1)
    chain.insertContentAt(after, { type: 'paragraph' }).setTextSelection(after + 1)
  }
  if (kind === 'heading2') chain.setHeading({ level: 2 })
  if (kind === 'heading3') chain.setHeading({ level: 3 })
  if (kind === 'bulletList') chain.toggleBulletList()
  if (kind === 'orderedList') chain.toggleOrderedList()
  if (kind === 'blockquote') chain.setBlockquote()
  chain.run()
}

/** True where a slash opens the menu instead of being typed: at the beginning of an empty block. */
export function slashOpens(state: EditorState): boolean {
  const { empty, $from } = state.selection
  return empty && $from.parent.isTextblock && $from.parent.content.size === 0
}
