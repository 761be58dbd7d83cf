import { mergeAttributes, type Extensions, Mark } from '@tiptap/core'
import { Heading as FullHeading } from '@tiptap/extension-heading'
import { OrderedList as FullOrderedList } from '@tiptap/extension-list'
import StarterKit from '@tiptap/starter-kit'
import { BlockIds } from './blockIds'

/** The addresses that a link may have; the server refuses all others. */
export const linkAddress = /^(https?:\/\/|mailto:|tel:|\/(?!\/)|#)/i

/** What a person typed as an address, or null if no link can be made of it. */
export function toAddress(typed: string): string | null {
  const text = typed.trim()
  if (text === '') return null
  if (linkAddress.test(text)) return text
  if (/^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(text)) return `mailto:${text}`
  return /^[\p{L}\d-]+(\.[\p{L}\d-]+)+([/?#].*)?$/u.test(text) ? `https://${text}` : null
}

// A list begins at one: the schema knows no other start, and no other kind of number.
const OrderedList = FullOrderedList.extend({ addAttributes: () => ({}) })
const Heading = FullHeading.configure({ levels: [2, 3, 4] })

const Link = Mark.create({
  name: 'link',
  inclusive: false,
  addAttributes: () => ({ href: { default: null } }),
  parseHTML: () => [
    { tag: 'a[href]', getAttrs: (element) => (linkAddress.test(element.getAttribute('href') ?? '') ? null : false) },
  ],
  // An address that is clicked while editing must not leave the page.
  renderHTML: ({ HTMLAttributes }) => ['a', mergeAttributes(HTMLAttributes, { rel: 'noopener noreferrer' }), 0],
})

/** A statement and the source it rests on; numberOf gives the number that readers see. */
export const Citation = Mark.create<{ numberOf: (source: string) => string }>({
  name: 'citation',
  inclusive: false,
  excludes: '',
  addOptions: () => ({ numberOf: () => '?' }),
  addAttributes: () => ({
    source: {
      default: null,
      parseHTML: (element) => element.getAttribute('data-source'),
      renderHTML: (attributes) => ({ 'data-source': attributes.source as string }),
    },
  }),
  parseHTML: () => [{ tag: 'span[data-source]' }],
  renderHTML({ HTMLAttributes, mark }) {
    return ['span', mergeAttributes(HTMLAttributes, { 'data-number': this.options.numberOf(mark.attrs.source as string) }), 0]
  },
})

/** The closed schema of a rich text, the same that the server checks. */
export function extensions(numberOf: (source: string) => string): Extensions {
  return [
    StarterKit.configure({
      heading: false,
      code: false,
      codeBlock: false,
      horizontalRule: false,
      strike: false,
      underline: false,
      link: false,
      orderedList: false,
      trailingNode: false,
    }),
    Heading,
    OrderedList,
    Link,
    Citation.configure({ numberOf }),
    BlockIds,
  ]
}
