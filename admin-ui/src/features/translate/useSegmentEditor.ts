import { useEditor, type Editor } from '@tiptap/react'
import { useEffect, useRef } from 'react'
import { nonce } from '@/lib/nonce'
import { codesOf, docOf, segmentOf } from './segmentDoc'
import { segmentExtensions } from './segmentSchema'
import type { SegmentSave } from './useSegmentSave'
import type { Segment } from './useWorkbench'
import classes from './Workbench.module.css'

interface Options {
  segment: Segment
  locale: string
  label: string
  saving: SegmentSave
}

/** The editor of the open segment. It takes the focus; Tab leaves it. */
export function useSegmentEditor({ segment, locale, label, saving }: Options): { editor: Editor | null; take: (text: string) => void } {
  const savingRef = useRef(saving)
  useEffect(() => {
    savingRef.current = saving
  })
  const codes = codesOf(segment.inline, segment.target.inline)
  const editor = useEditor({
    extensions: segmentExtensions,
    content: docOf(segment.target.text, codes),
    autofocus: 'end',
    injectCSS: false,
    injectNonce: nonce(),
    editorProps: {
      attributes: { role: 'textbox', 'aria-multiline': 'true', 'aria-label': label, lang: locale, class: classes.editor ?? '' },
    },
    onUpdate: ({ editor: changed }) => { savingRef.current.edit(segmentOf(changed.getJSON(), segment.inline)) },
    onBlur: () => { savingRef.current.flush() },
  })
  const take = (text: string) => {
    editor.chain().setContent(docOf(text, codes), { emitUpdate: true }).focus('end').run()
  }
  const { kept } = saving
  useEffect(() => {
    if (kept) editor.chain().setContent(docOf(kept.text, codesOf(segment.inline, kept.inline)), { emitUpdate: true }).run()
  }, [editor, kept, segment.inline])
  return { editor, take }
}
