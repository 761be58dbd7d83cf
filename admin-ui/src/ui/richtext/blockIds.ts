import { Extension } from '@tiptap/core'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import type { Node } from '@tiptap/pm/model'

/** The nodes that carry an id: what translations and comments hold on to. */
export const blocks = ['paragraph', 'heading', 'bulletList', 'orderedList', 'listItem', 'blockquote']

/**
 * Finds the blocks that need an id of their own: those without one and, of two
 * with the same, the later. So a split keeps the id on the first half, and a
 * pasted copy below its original gets a new one.
 */
export function needIds(doc: Node): number[] {
  const seen = new Set<string>()
  const positions: number[] = []
  doc.descendants((node, position) => {
    if (!blocks.includes(node.type.name)) return !node.isTextblock
    const id: unknown = node.attrs.id
    if (typeof id === 'string' && id !== '' && !seen.has(id)) seen.add(id)
    else positions.push(position)
    return !node.isTextblock
  })
  return positions
}

/** Gives every block an id at its creation. An id that came from the server is never changed. */
export const BlockIds = Extension.create({
  name: 'blockIds',
  addGlobalAttributes() {
    return [
      {
        types: blocks,
        attributes: {
          id: {
            default: null,
            parseHTML: (element) => element.getAttribute('data-id'),
            renderHTML: (attributes) => (typeof attributes.id === 'string' ? { 'data-id': attributes.id } : {}),
          },
        },
      },
    ]
  },
  addProseMirrorPlugins() {
    return [
      new Plugin({
        key: new PluginKey('blockIds'),
        appendTransaction: (transactions, _before, state) => {
          if (!transactions.some((transaction) => transaction.docChanged)) return null
          const positions = needIds(state.doc)
          if (positions.length === 0) return null
          const change = state.tr
          for (const position of positions) change.setNodeAttribute(position, 'id', crypto.randomUUID())
          // Undo takes the block away together with its id.
          return change.setMeta('addToHistory', false)
        },
      }),
    ]
  },
})
