import { Menu, UnstyledButton } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconArrowsMoveVertical, IconCopy, IconPilcrow, IconTrash } from '@tabler/icons-react'
import type { Editor } from '@tiptap/react'
import { useTranslation } from 'react-i18next'
import { duplicate, insert, kinds, moveBy, moveTo, places, remove } from './blocks'
import classes from './RichText.module.css'

interface Props {
  editor: Editor
  opened: boolean
  onChange: (opened: boolean) => void
}

/** What can be done to the block under the cursor, and the kinds of block to begin. Opened by its button or by a slash. */
export function BlockMenu({ editor, opened, onChange }: Props) {
  const { t } = useTranslation('editor')
  const change = (open: boolean) => {
    onChange(open)
    if (!open) editor.commands.focus()
  }
  return (
    <Menu opened={opened} onChange={change} position="bottom-start" withinPortal trapFocus returnFocus={false} width={240}>
      <Menu.Target>
        <UnstyledButton data-tool tabIndex={-1} className={classes.tool}>
          <IconPilcrow size={16} aria-hidden /> <span>{t('block')}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>{opened ? <Items editor={editor} /> : null}</Menu.Dropdown>
    </Menu>
  )
}

function Items({ editor }: { editor: Editor }) {
  const { t } = useTranslation('editor')
  const { index, names } = places(editor)
  return (
    <>
      <Menu.Label>{t('insertBlock')}</Menu.Label>
      {kinds.map((kind) => (
        <Menu.Item key={kind} onClick={() => { insert(editor, kind) }}>{t(kind)}</Menu.Item>
      ))}
      <Menu.Divider />
      <Menu.Label>{t('thisBlock')}</Menu.Label>
      <Menu.Item leftSection={<IconArrowUp size={16} />} disabled={index === 0} onClick={() => { moveBy(editor, -1) }}>{t('moveUp')}</Menu.Item>
      <Menu.Item leftSection={<IconArrowDown size={16} />} disabled={index >= names.length - 1} onClick={() => { moveBy(editor, 1) }}>{t('moveDown')}</Menu.Item>
      {names.length > 2 ? (
        <Menu.Sub>
          <Menu.Sub.Target>
            <Menu.Sub.Item leftSection={<IconArrowsMoveVertical size={16} />}>{t('moveTo')}</Menu.Sub.Item>
          </Menu.Sub.Target>
          <Menu.Sub.Dropdown>
            {names.map((name, at) => (
              // The place is what is chosen: two blocks may begin with the same words.
              <Menu.Item key={at} disabled={at === index} onClick={() => { moveTo(editor, at) }}>
                {at + 1}. {name || t('emptyBlock')}
              </Menu.Item>
            ))}
          </Menu.Sub.Dropdown>
        </Menu.Sub>
      ) : null}
      <Menu.Item leftSection={<IconCopy size={16} />} onClick={() => { duplicate(editor) }}>{t('duplicate')}</Menu.Item>
      <Menu.Item leftSection={<IconTrash size={16} />} onClick={() => { remove(editor) }}>{t('deleteBlock')}</Menu.Item>
    </>
  )
}
