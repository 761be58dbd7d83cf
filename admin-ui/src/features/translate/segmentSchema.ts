import { Mark, mergeAttributes, Node, type Extensions } from '@tiptap/core'
import StarterKit from '@tiptap/starter-kit'
import { FindingMarks } from './findingMarks'

const elements: Record<string, string> = { bold: 'strong', italic: 'em', link: 'a' }

/** A numbered tag around text: a mark of the source, by its number. */
const Tag = Mark.create({
  name: 'tag',
  excludes: '',
  inclusive: true,
  addAttributes: () => ({ number: { default: 1 }, kind: { default: 'bold' }, href: { default: null } }),
  // What is pasted brings no tags: their numbers belong to another text.
  parseHTML: () => [],
  renderHTML: ({ mark, HTMLAttributes }) => [elements[String(mark.attrs.kind)] ?? 'span', mergeAttributes({ 'data-kind': HTMLAttributes.kind as string }), 0],
})

/** A tag without text, such as a line break. */
const Code = Node.create({
  name: 'code',
  group: 'inline',
  inline: true,
  atom: true,
  addAttributes: () => ({ number: { default: 1 } }),
  parseHTML: () => [],
  renderHTML: ({ node }) => ['span', { class: 'code' }, `↵${String(node.attrs.number)}`],
})

export const segmentExtensions: Extensions = [
  StarterKit.configure({
    heading: false,
    bold: false,
    italic: false,
    code: false,
    codeBlock: false,
    horizontalRule: false,
    strike: false,
    underline: false,
    link: false,
    bulletList: false,
    orderedList: false,
    listItem: false,
    listKeymap: false,
    blockquote: false,
    trailingNode: false,
  }),
  Tag,
  Code,
  FindingMarks,
]
