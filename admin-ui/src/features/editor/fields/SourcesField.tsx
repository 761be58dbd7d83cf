import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { asItems, asText, useSurroundings, type FieldProps, type Item } from './context'
import { AddButton, Items } from './items'
import { Frame } from './Frame'
import classes from './Fields.module.css'

const parts = ['title', 'publisher', 'url', 'accessed'] as const

/** The next short id that is not taken: s1, s2, …; texts and figures cite a source by it. */
export function nextId(items: readonly Item[]): string {
  const taken = new Set(items.map((item) => item.id))
  let number = items.length + 1
  while (taken.has(`s${number}`)) number++
  return `s${number}`
}

/** The numbered list of what an entry rests on. */
export function SourcesField({ field, path, value, onChange }: FieldProps) {
  const { t } = useTranslation('editor')
  const { readOnly } = useSurroundings()
  const items = asItems(value)
  return (
    <Frame field={field} path={path} group>
      {() => (
        <>
          <Items path={path} items={items} onChange={onChange} nameOf={(item, index) => `${index + 1}. ${asText(item.title) || t('untitledSource')}`}>
            {(item, _index, set) => (
              <div className={classes.grid}>
                {parts.map((part) => (
                  <TextInput
                    key={part}
                    data-part={part}
                    label={t(`sourcePart.${part}`)}
                    type={{ url: 'url', accessed: 'date', title: 'text', publisher: 'text' }[part]}
                    value={asText(item[part])}
                    readOnly={readOnly}
                    onChange={(event) => {
                      const { [part]: _old, ...rest } = item
                      const typed = event.currentTarget.value
                      set(typed === '' ? rest : { ...rest, [part]: typed })
                    }}
                  />
                ))}
              </div>
            )}
          </Items>
          {readOnly ? null : <AddButton label={t('addSource')} onClick={() => { onChange([...items, { id: nextId(items) }]) }} />}
        </>
      )}
    </Frame>
  )
}
