import { Combobox, Textarea, useCombobox } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState, type Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { colleaguesQuery } from '@/api/queries'
import { asked, put, suggested } from '@/lib/mentions'

interface Props {
  label: string
  value: string
  onChange: (text: string) => void
  ref?: Ref<HTMLTextAreaElement>
}

/** A text in which an @ offers the people who work here. */
export function MentionArea({ label, value, onChange, ref }: Props) {
  const { t } = useTranslation('comments')
  const { data: people = [] } = useQuery(colleaguesQuery)
  const own = useRef<HTMLTextAreaElement>(null)
  const [caret, setCaret] = useState(0)
  const list = useCombobox()
  const wanted = asked(value, caret)
  const found = wanted ? suggested(people, wanted.words) : []
  const done = wanted !== null && found.some((one) => one.name === wanted.words)
  const offer = (text: string, at: number) => {
    setCaret(at)
    const words = asked(text, at)?.words
    if (words !== undefined && suggested(people, words).some((one) => one.name !== words)) {
      list.openDropdown()
      list.selectFirstOption()
    } else list.closeDropdown()
  }
  const name = (person: string) => {
    if (!wanted) return
    const next = put(value, wanted.from, caret, person)
    onChange(next.text)
    list.closeDropdown()
    requestAnimationFrame(() => {
      own.current?.focus()
      own.current?.setSelectionRange(next.caret, next.caret)
      setCaret(next.caret)
    })
  }
  const open = list.dropdownOpened && found.length > 0 && !done
  return (
    <Combobox store={list} onOptionSubmit={name} withinPortal={false} position="bottom-start">
      <Combobox.Target targetType="input" withAriaAttributes={open} withKeyboardNavigation={open}>
        <Textarea
          ref={(field) => {
            own.current = field
            if (typeof ref === 'function') ref(field)
            else if (ref) ref.current = field
          }}
          label={label}
          description={t('mentionHelp')}
          inputWrapperOrder={['label', 'input', 'description']}
          value={value}
          autosize
          minRows={2}
          maxLength={5000}
          onChange={(event) => {
            onChange(event.currentTarget.value)
            offer(event.currentTarget.value, event.currentTarget.selectionStart)
          }}
          onSelect={(event) => { setCaret(event.currentTarget.selectionStart) }}
          onBlur={() => { list.closeDropdown() }}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || !open) return
            event.stopPropagation()
            list.closeDropdown()
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={!open}>
        <Combobox.Options aria-label={t('mention')}>
          {found.map((one) => (
            <Combobox.Option key={one.id} value={one.name}>
              {one.name}
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
