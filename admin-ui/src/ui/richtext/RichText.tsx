import { EditorContent, useEditor, type Editor, type EditorOptions, type JSONContent } from '@tiptap/react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { nonce } from '@/lib/nonce'
import { useMoveBlock } from '../moveBlock'
import { moveBy, slashOpens } from './blocks'
import classes from './RichText.module.css'
import { extensions } from './schema'
import { Toolbar } from './Toolbar'

/** A source that can be cited, with the number that readers see. */
export interface Citable {
  id: string
  number: number
  title: string
}

export interface RichTextProps {
  /** The id of the element that names the text. */
  labelledBy: string
  describedBy?: string | undefined
  /** The language of the text. */
  locale: string
  value: JSONContent | undefined
  /** Gets undefined when nothing is left. */
  onChange: (value: JSONContent | undefined) => void
  sources: readonly Citable[]
  readOnly?: boolean
  invalid?: boolean
}

/** A document as the server wants it: without the attributes that are not set. */
export function tidy(node: JSONContent): JSONContent {
  const { attrs, content, ...rest } = node
  const set = Object.entries(attrs ?? {}).filter(([, value]) => value !== null && value !== undefined)
  return {
    ...rest,
    ...(set.length > 0 ? { attrs: Object.fromEntries(set) } : {}),
    ...(content ? { content: content.map(tidy) } : {}),
  }
}

function contentOf(editor: Editor): JSONContent | undefined {
  return editor.isEmpty ? undefined : tidy(editor.getJSON())
}

/** Takes over a text that came from elsewhere, and leaves alone one that is the same. */
function useOutside(editor: Editor | null, value: JSONContent | undefined, ownRef: { current: JSONContent | undefined }) {
  useEffect(() => {
    if (!editor || value === ownRef.current) return
    ownRef.current = value
    if (JSON.stringify(contentOf(editor)) === JSON.stringify(value)) return
    editor.commands.setContent(value ?? '', { emitUpdate: false })
  }, [editor, value, ownRef])
}

/** How the text is named and described, and the key that opens the menu of its block. */
function useEditorProps({ labelledBy, describedBy, invalid, locale }: RichTextProps, openMenu: (open: boolean) => void) {
  return useMemo(
    (): EditorOptions['editorProps'] => ({
      handleKeyDown: (view, event) => {
        if (event.key !== '/' || event.ctrlKey || event.altKey || event.metaKey || !slashOpens(view.state)) return false
        openMenu(true)
        return true
      },
      attributes: {
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-labelledby': labelledBy,
        ...(describedBy ? { 'aria-describedby': describedBy } : {}),
        ...(invalid ? { 'aria-invalid': 'true' } : {}),
        lang: locale,
        class: classes.text ?? '',
      },
    }),
    [labelledBy, describedBy, invalid, locale, openMenu],
  )
}

/** The editor of a rich text: prose in the closed schema, with links and citations. */
export function RichText(props: RichTextProps) {
  const latest = useRef(props)
  useEffect(() => {
    latest.current = props
  })
  const own = useRef(props.value)
  const frame = useRef<HTMLDivElement>(null)
  const [menu, setMenu] = useState(false)
  // What stays the same object does not make the editor begin anew with every key.
  const [fixed] = useState(() => ({
    extensions: extensions((id) => String(props.sources.find((source) => source.id === id)?.number ?? '?')),
    content: props.value ?? '',
    editable: !props.readOnly,
    injectCSS: false,
    injectNonce: nonce(),
  }))
  const editorProps = useEditorProps(props, setMenu)
  const editor = useEditor({
    ...fixed,
    editorProps,
    onUpdate: ({ editor: changed }) => {
      own.current = contentOf(changed)
      latest.current.onChange(own.current)
    },
  })
  useOutside(editor, props.value, own)
  useEffect(() => {
    editor?.setEditable(!props.readOnly, false)
  }, [editor, props.readOnly])
  useMoveBlock(frame, (by) => editor !== null && editor.isFocused && editor.isEditable && moveBy(editor, by))
  return (
    <div ref={frame} className={classes.frame} data-invalid={props.invalid || undefined} data-readonly={props.readOnly || undefined}>
      {props.readOnly ? null : <Toolbar editor={editor} sources={props.sources} labelledBy={props.labelledBy} menu={menu} onMenu={setMenu} />}
      <EditorContent editor={editor} />
    </div>
  )
}
