import { Button, Group, Popover, TextInput } from '@mantine/core'
import type { Editor } from '@tiptap/react'
import { useState, type ReactNode, type SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { toAddress } from './schema'

interface Props {
  editor: Editor
  opened: boolean
  onChange: (opened: boolean) => void
  children: ReactNode
}

/** Asks for the address of a link; refuses what the server would refuse. */
export function LinkForm({ editor, opened, onChange, children }: Props) {
  return (
    <Popover opened={opened} onChange={onChange} trapFocus returnFocus position="bottom-start" withinPortal withRoles={false}>
      <Popover.Target>
        <span>{children}</span>
      </Popover.Target>
      <Popover.Dropdown>{opened ? <AddressForm editor={editor} close={() => { onChange(false) }} /> : null}</Popover.Dropdown>
    </Popover>
  )
}

function AddressForm({ editor, close }: { editor: Editor; close: () => void }) {
  const { t } = useTranslation('editor')
  const [typed, setTyped] = useState((editor.getAttributes('link').href as string | undefined) ?? '')
  const [wrong, setWrong] = useState(false)
  const set = (event: SyntheticEvent) => {
    event.preventDefault()
    const href = toAddress(typed)
    if (href === null) {
      setWrong(true)
      return
    }
    const chain = editor.chain().focus().extendMarkRange('link')
    if (editor.state.selection.empty && !editor.isActive('link')) {
      chain.insertContent({ type: 'text', text: href, marks: [{ type: 'link', attrs: { href } }] }).run()
    } else chain.setMark('link', { href }).run()
    close()
  }
  const remove = () => {
    editor.chain().focus().extendMarkRange('link').unsetMark('link').run()
    close()
  }
  return (
    <form onSubmit={set} noValidate>
      <TextInput
        label={t('address')}
        value={typed}
        error={wrong ? t('addressWrong') : null}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          setWrong(false)
        }}
        type="url"
        inputMode="url"
        data-autofocus
        w={320}
      />
      <Group mt="sm" gap="xs">
        <Button type="submit">{t('setLink')}</Button>
        {editor.isActive('link') ? (
          <Button variant="default" onClick={remove}>
            {t('removeLink')}
          </Button>
        ) : null}
      </Group>
    </form>
  )
}
