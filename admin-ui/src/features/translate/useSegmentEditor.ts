import { useEditor, type Editor } from '@tiptap/react'
import { useEffect, useRef } from 'react'
import { nonce } from '@/lib/nonce'
import { fitted } from '@/lib/segmentRuns'
import { markFindings } from './findingMarks'
import type { Finding } from './findings'
import type { Pen } from './pen'
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
  /** What the checks found in the text as the server has it. */
  findings: readonly Finding[]
}

/** The editor of the open segment. It takes the focus; Tab leaves it. */
export function useSegmentEditor({ segment, locale, label, saving, findings }: Options): { editor: Editor | null; pen: Pen } {
  const savingRef = useRef(saving)
  const machineRef = useRef<string | null>(null)
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
      // The editor would swallow these; they are for the screen.
      handleDOMEvents: { keydown: (_view, event) => event.key === 'Escape' || (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) },
    },
    onUpdate: ({ editor: changed }) => {
      const written = segmentOf(changed.getJSON(), segment.inline)
      savingRef.current.edit(written.text === machineRef.current ? { ...written, machine: true } : written)
    },
    onBlur: () => { savingRef.current.flush() },
  })
  const pen: Pen = {
    take: (text, machine = false) => {
      const fit = fitted(text, codes)
      machineRef.current = machine ? fit : null
      editor.chain().setContent(docOf(fit, codes), { emitUpdate: true }).focus('end').run()
    },
    insert: (text) => {
      const paragraphs = docOf(fitted(text, codes), codes).content ?? []
      editor.chain().focus().insertContent(paragraphs.length === 1 ? (paragraphs[0]?.content ?? []) : paragraphs).run()
    },
    focus: () => { editor.commands.focus() },
  }
  const { kept } = saving
  useEffect(() => {
    if (kept) editor.chain().setContent(docOf(kept.text, codesOf(segment.inline, kept.inline)), { emitUpdate: true }).run()
  }, [editor, kept, segment.inline])
  const { text } = segment.target
  useEffect(() => {
    if (!editor.isDestroyed) markFindings(editor, text, findings)
  }, [editor, text, findings])
  return { editor, pen }
}
