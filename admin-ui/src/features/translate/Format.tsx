import { Tooltip, UnstyledButton } from '@mantine/core'
import { IconBold, IconItalic, IconLink } from '@tabler/icons-react'
import { useEditorState, type Editor } from '@tiptap/react'
import { useTranslation } from 'react-i18next'
import { number } from '@/lib/format'
import { useKey } from '@/ui/keys'
import type { Segment } from './useWorkbench'
import classes from './Workbench.module.css'

const quotes: Record<string, readonly [string, string]> = {
  de: ['„', '“'],
  en: ['“', '”'],
  fr: ['«\u00a0', '\u00a0»'],
  el: ['«', '»'],
  it: ['«', '»'],
  pl: ['„', '”'],
  es: ['«', '»'],
}

const icons = { bold: IconBold, italic: IconItalic, link: IconLink } as const
type Kind = keyof typeof icons

interface Props {
  editor: Editor | null
  segment: Segment
  locale: string
  length: number
}

/** The marks of the source, the quotation marks of the language, and the no-break space. */
export function Format({ editor, segment, locale, length }: Props) {
  const { t, i18n } = useTranslation('translate')
  const active = useEditorState({ editor, selector: ({ editor: e }) => (e?.getAttributes('tag').number as number | undefined) ?? 0 })
  const [open, close] = quotes[locale] ?? ['“', '”']
  useKey('workbench.noBreakSpace', () => { insert('\u00a0') })
  if (!editor) return null
  const insert = (text: string) => { editor.chain().focus().insertContent(text).run() }
  const quote = () => {
    const { from, to } = editor.state.selection
    const text = editor.state.doc.textBetween(from, to)
    editor.chain().focus().insertContent(`${open}${text}${close}`).run()
    if (from === to) editor.commands.setTextSelection(from + open.length)
  }
  const codes = (segment.inline ?? []).filter((code) => code.type in icons)
  return (
    <div className={classes.format} role="toolbar" aria-label={t('format')}>
      {codes.map((code) => {
        const Icon = icons[code.type as Kind]
        return (
          <Tooltip key={code.tag} label={t(`mark.${code.type as Kind}`)} openDelay={400}>
            <UnstyledButton
              aria-label={t('markOfSource', { mark: t(`mark.${code.type as Kind}`), number: code.tag })}
              aria-pressed={active === code.tag}
              onClick={() => editor.chain().focus().toggleMark('tag', { number: code.tag, kind: code.type }).run()}
            >
              <Icon size={17} />
              {codes.length > 1 ? <sub>{code.tag}</sub> : null}
            </UnstyledButton>
          </Tooltip>
        )
      })}
      <UnstyledButton aria-label={t('quotes')} lang={locale} onClick={quote}>
        {open.trim()} {close.trim()}
      </UnstyledButton>
      <Tooltip label={t('noBreakSpace')} openDelay={400}>
        <UnstyledButton aria-label={t('noBreakSpace')} onClick={() => { insert('\u00a0') }}>NBSP</UnstyledButton>
      </Tooltip>
      <span className={classes.count}>{t('characters', { count: length, shown: number(length, i18n.language) })}</span>
    </div>
  )
}
