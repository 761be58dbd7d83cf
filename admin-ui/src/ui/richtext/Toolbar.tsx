import { Menu, Tooltip, UnstyledButton } from '@mantine/core'
import {
  IconBlockquote,
  IconBold,
  IconH2,
  IconH3,
  IconItalic,
  IconLink,
  IconList,
  IconListNumbers,
  IconQuoteFilled,
  IconSpacingHorizontal,
} from '@tabler/icons-react'
import { useEditorState, type Editor } from '@tiptap/react'
import { useState, type ComponentType, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { BlockMenu } from './BlockMenu'
import { LinkForm } from './LinkForm'
import type { Citable } from './RichText'
import classes from './RichText.module.css'

type Action = 'bold' | 'italic' | 'heading2' | 'heading3' | 'bulletList' | 'orderedList' | 'blockquote' | 'noBreakSpace'

const actions: readonly { name: Action; icon: ComponentType<{ size: number }>; run: (editor: Editor) => void; on: (editor: Editor) => boolean }[] = [
  { name: 'bold', icon: IconBold, run: (e) => e.chain().focus().toggleBold().run(), on: (e) => e.isActive('bold') },
  { name: 'italic', icon: IconItalic, run: (e) => e.chain().focus().toggleItalic().run(), on: (e) => e.isActive('italic') },
  { name: 'heading2', icon: IconH2, run: (e) => e.chain().focus().toggleHeading({ level: 2 }).run(), on: (e) => e.isActive('heading', { level: 2 }) },
  { name: 'heading3', icon: IconH3, run: (e) => e.chain().focus().toggleHeading({ level: 3 }).run(), on: (e) => e.isActive('heading', { level: 3 }) },
  { name: 'bulletList', icon: IconList, run: (e) => e.chain().focus().toggleBulletList().run(), on: (e) => e.isActive('bulletList') },
  { name: 'orderedList', icon: IconListNumbers, run: (e) => e.chain().focus().toggleOrderedList().run(), on: (e) => e.isActive('orderedList') },
  { name: 'blockquote', icon: IconBlockquote, run: (e) => e.chain().focus().toggleBlockquote().run(), on: (e) => e.isActive('blockquote') },
  { name: 'noBreakSpace', icon: IconSpacingHorizontal, run: (e) => e.chain().focus().insertContent('\u00a0').run(), on: () => false },
]

/** Arrow keys walk through a toolbar, which is one stop of the Tab key. */
function walk(event: KeyboardEvent<HTMLElement>) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
  if (!step) return
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-tool]')]
  const at = buttons.indexOf(document.activeElement as HTMLElement)
  if (at < 0) return
  event.preventDefault()
  const next = buttons[(at + step + buttons.length) % buttons.length]
  for (const button of buttons) button.tabIndex = button === next ? 0 : -1
  next?.focus()
}

/** Cites a source at the selection, or at the word before the cursor. */
function cite(editor: Editor, source: string) {
  const { from, empty, $from } = editor.state.selection
  const chain = editor.chain().focus()
  if (!empty) {
    chain.setMark('citation', { source }).run()
    return
  }
  const before = $from.parent.textBetween(0, $from.parentOffset, undefined, ' ')
  const word = /\S+\s*$/u.exec(before)?.[0] ?? ''
  if (word === '') return
  chain.setTextSelection({ from: from - word.length, to: from }).setMark('citation', { source }).setTextSelection(from).run()
}

interface Props {
  editor: Editor | null
  sources: readonly Citable[]
  labelledBy: string
  /** Whether the menu of the block is open: a slash in the text opens it, too. */
  menu: boolean
  onMenu: (open: boolean) => void
}

export function Toolbar({ editor, sources, labelledBy, menu, onMenu }: Props) {
  const { t } = useTranslation('editor')
  const [linking, setLinking] = useState(false)
  const on = useEditorState({
    editor,
    selector: ({ editor: e }) => ({
      ...Object.fromEntries(actions.map((action) => [action.name, e ? action.on(e) : false])),
      link: e?.isActive('link') ?? false,
      citation: e?.isActive('citation') ?? false,
    }),
  }) as Record<string, boolean> | null
  if (!editor) return null
  return (
    <div className={classes.toolbar} role="toolbar" aria-labelledby={labelledBy} onKeyDown={walk}>
      {actions.map((action, index) => (
        <Tool key={action.name} label={t(action.name)} pressed={on?.[action.name] ?? false} first={index === 0} onClick={() => { action.run(editor) }}>
          <action.icon size={18} />
        </Tool>
      ))}
      <LinkForm editor={editor} opened={linking} onChange={setLinking}>
        <Tool label={t('link')} pressed={on?.link ?? false} onClick={() => { setLinking((open) => !open) }}>
          <IconLink size={18} />
        </Tool>
      </LinkForm>
      <Menu position="bottom-start" withinPortal>
        <Menu.Target>
          <UnstyledButton data-tool tabIndex={-1} className={classes.tool} aria-pressed={on?.citation ?? false}>
            <IconQuoteFilled size={16} aria-hidden /> <span>{t('cite')}</span>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {sources.length === 0 ? <Menu.Label>{t('noSources')}</Menu.Label> : null}
          {sources.map((source) => (
            <Menu.Item key={source.id} onClick={() => { cite(editor, source.id) }}>
              {source.number}. {source.title}
            </Menu.Item>
          ))}
          {on?.citation ? <Menu.Item onClick={() => editor.chain().focus().extendMarkRange('citation').unsetMark('citation').run()}>{t('removeCitation')}</Menu.Item> : null}
        </Menu.Dropdown>
      </Menu>
      <BlockMenu editor={editor} opened={menu} onChange={onMenu} />
    </div>
  )
}

interface ToolProps {
  label: string
  pressed: boolean
  first?: boolean
  onClick: () => void
  children: React.ReactNode
}

function Tool({ label, pressed, first, onClick, children, ...rest }: ToolProps) {
  return (
    <Tooltip label={label} openDelay={400}>
      <UnstyledButton {...rest} data-tool tabIndex={first ? 0 : -1} className={classes.tool} aria-label={label} aria-pressed={pressed} onClick={onClick}>
        {children}
      </UnstyledButton>
    </Tooltip>
  )
}
