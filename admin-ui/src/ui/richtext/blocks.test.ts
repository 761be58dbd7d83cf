// @vitest-environment jsdom
import { Editor } from '@tiptap/core'
import { expect, onTestFinished, test } from 'vitest'
import { duplicate, moveBy, moveTo, places, remove, slashOpens } from './blocks'
import { extensions } from './schema'

const p = (id: string, text = id) => ({ type: 'paragraph', attrs: { id }, ...(text ? { content: [{ type: 'text', text }] } : {}) })
const inner = (editor: Editor) => (editor.getJSON().content?.[1]?.content ?? []).map((one) => (one as { attrs?: { id?: string } }).attrs?.id)
const item = (id: string) => ({ type: 'listItem', attrs: { id }, content: [p(`${id}p`, id)] })

function open(...content: object[]) {
  const editor = new Editor({ element: document.createElement('div'), extensions: extensions(() => '1'), content: { type: 'doc', content } })
  onTestFinished(() => { editor.destroy() }) // what it has put off would look for a document that is gone
  const ids = () => (editor.getJSON().content ?? []).map((one) => one.attrs?.id as string)
  const goTo = (text: string) => {
    editor.state.doc.descendants((node, position) => {
      if (node.isText && node.text === text) editor.commands.setTextSelection(position)
    })
  }
  return { editor, ids, goTo }
}

test('a block moves with its id, and not over the edge', () => {
  const { editor, ids, goTo } = open(p('a'), p('b'), p('c'))
  goTo('c')
  expect(moveBy(editor, -1)).toBe(true)
  expect(ids()).toEqual(['a', 'c', 'b'])
  expect(moveTo(editor, 0)).toBe(true)
  expect(ids()).toEqual(['c', 'a', 'b'])
  expect(moveBy(editor, -1)).toBe(false)
  expect(places(editor)).toEqual({ index: 0, names: ['c', 'a', 'b'] })
})

test('in a list the item moves, not the list', () => {
  const { editor, ids, goTo } = open(p('a'), { type: 'bulletList', attrs: { id: 'l' }, content: [item('x'), item('y')] })
  goTo('y')
  moveBy(editor, -1)
  expect(ids()).toEqual(['a', 'l'])
  expect(inner(editor)).toEqual(['y', 'x'])
  remove(editor)
  expect(inner(editor)).toEqual(['x'])
  goTo('x')
  remove(editor)
  expect(ids()).toEqual(['a'])
})

test('a copy has an id of its own', () => {
  const { editor, ids, goTo } = open(p('a'), p('b'))
  goTo('a')
  duplicate(editor)
  const [first, copy, last] = ids()
  expect([first, last]).toEqual(['a', 'b'])
  expect(copy).not.toBe('a')
  remove(editor)
  expect(ids()).toEqual([copy, 'b'])
})

test('a slash opens the menu in an empty block only', () => {
  const { editor, goTo } = open(p('a'), p('b', ''))
  goTo('a')
  expect(slashOpens(editor.state)).toBe(false)
  editor.commands.setTextSelection(editor.state.doc.content.size - 1)
  expect(slashOpens(editor.state)).toBe(true)
})
