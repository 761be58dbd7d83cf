import { ActionIcon, Button, Menu, Select, TextInput, Tooltip } from '@mantine/core'
import { IconArrowDown, IconArrowsMoveVertical, IconArrowUp, IconCopy, IconPlus, IconTrash } from '@tabler/icons-react'
import { memo, useCallback, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { JSONContent } from '@tiptap/react'
import { useMoveBlock } from '@/ui/moveBlock'
import { focusField } from '@/ui/ProblemList'
import { asItems, asText, idOf, labelOf, useSurroundings, type Field, type FieldProps, type Item } from './context'
import { FieldControl } from './FieldControl'
import { Frame } from './Frame'
import { RichTextInput } from './RichTextField'
import classes from './Fields.module.css'

interface ItemsProps {
  path: string
  items: readonly Item[]
  onChange: (items: Item[] | undefined) => void
  /** What an item is called aloud, such as “Takeaway 2”. */
  nameOf: (item: Item, index: number) => string
  copy?: boolean
  children: (item: Item, index: number, set: (item: Item) => void) => ReactNode
}

/** An ordered group of items, each with buttons to move, copy and remove it. Ids never change. */
export function Items({ path, items, onChange, nameOf, copy = false, children }: ItemsProps) {
  const { readOnly } = useSurroundings()
  const latest = useRef(items)
  latest.current = items
  const put = useCallback((next: Item[]) => { onChange(next.length > 0 ? next : undefined) }, [onChange])
  const set = useCallback((changed: Item) => { put(latest.current.map((other) => (other.id === changed.id ? changed : other))) }, [put])
  const move = (from: number, to: number) => {
    const next = [...items]
    const [item] = next.splice(from, 1)
    if (!item) return
    next.splice(to, 0, item)
    put(next)
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-path="${path}/${to}"] [data-move]`)?.focus())
  }
  const keyMove = (from: number, by: 1 | -1) => {
    if (readOnly || from + by < 0 || from + by >= items.length) return false
    // Whoever is in a field of the item stays in it.
    const field = document.activeElement?.closest<HTMLElement>('[data-path]')?.dataset.path?.slice(`${path}/${from}`.length)
    move(from, from + by)
    requestAnimationFrame(() => { if (field) focusField(`${path}/${from + by}${field}`) })
    return true
  }
  return (
    <ol className={classes.items}>
      {items.map((item, index) => (
        <MovableItem key={item.id ?? index} path={`${path}/${index}`} id={item.id} move={(by) => keyMove(index, by)}>
          <ItemHead
            name={nameOf(item, index)}
            index={index}
            names={items.map(nameOf)}
            onMove={(to) => { move(index, to) }}
            onCopy={copy ? () => { put([...items.slice(0, index + 1), fresh(item), ...items.slice(index + 1)]) } : undefined}
            onRemove={() => { put(items.filter((_, other) => other !== index)) }}
          />
          {children(item, index, set)}
        </MovableItem>
      ))}
    </ol>
  )
}

function MovableItem({ path, id, move, children }: { path: string; id: string | undefined; move: (by: 1 | -1) => boolean; children: ReactNode }) {
  const element = useRef<HTMLLIElement>(null)
  useMoveBlock(element, move)
  return (
    <li ref={element} className={classes.item} id={idOf(path)} data-path={path} data-id={id}>
      {children}
    </li>
  )
}

/** A copy whose parts have ids of their own. */
function fresh(item: Item): Item {
  const renew = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(renew)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, key === 'id' ? crypto.randomUUID() : renew(inner)]))
  }
  return renew(item) as Item
}

interface HeadProps {
  name: string
  index: number
  /** Of all items, for going to a place among them. */
  names: readonly string[]
  onMove: (to: number) => void
  onCopy: (() => void) | undefined
  onRemove: () => void
}

function ItemHead({ name, index, names, onMove, onCopy, onRemove }: HeadProps) {
  const { t } = useTranslation('editor')
  const { readOnly } = useSurroundings()
  const button = (label: string, icon: ReactNode, run: () => void, disabled = false, moves = false) => (
    <Tooltip label={label} openDelay={400}>
      <ActionIcon variant="subtle" color="gray" size={32} aria-label={`${label}: ${name}`} data-move={moves || undefined} disabled={disabled} onClick={run}>
        {icon}
      </ActionIcon>
    </Tooltip>
  )
  return (
    <div className={classes.itemHead}>
      <h3 className={classes.itemName}>{name}</h3>
      {readOnly ? null : (
        <div className={classes.itemTools}>
          {button(t('moveUp'), <IconArrowUp size={18} />, () => { onMove(index - 1) }, index === 0, index > 0)}
          {button(t('moveDown'), <IconArrowDown size={18} />, () => { onMove(index + 1) }, index === names.length - 1, index === 0)}
          {names.length > 2 ? <MoveTo name={name} index={index} names={names} onMove={onMove} /> : null}
          {onCopy ? button(t('duplicate'), <IconCopy size={18} />, onCopy) : null}
          {button(t('remove'), <IconTrash size={18} />, onRemove)}
        </div>
      )}
    </div>
  )
}

function MoveTo({ name, index, names, onMove }: Pick<HeadProps, 'name' | 'index' | 'names' | 'onMove'>) {
  const { t } = useTranslation('editor')
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={32} aria-label={`${t('moveTo')}: ${name}`} title={t('moveTo')}>
          <IconArrowsMoveVertical size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('moveTo')}</Menu.Label>
        {names.map((other, at) => (
          // The place is what is chosen: two items may have one name.
          <Menu.Item key={at} disabled={at === index} onClick={() => { onMove(at) }}>
            {/^\d+\./.test(other) ? other : `${at + 1}. ${other}`}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

export function AddButton({ label, disabled, onClick }: { label: string; disabled?: boolean; onClick: () => void }) {
  return (
    <Button variant="default" leftSection={<IconPlus size={16} />} disabled={disabled ?? false} onClick={onClick}>
      {label}
    </Button>
  )
}

/** A repeatable group of declared fields. */
export function ListField({ field, path, value, onChange }: FieldProps) {
  const { t } = useTranslation('editor')
  const { language, readOnly } = useSurroundings()
  const items = asItems(value)
  const parts = field.fields ?? []
  const name = parts.length === 1 && parts[0] ? labelOf(parts[0].labels, language, parts[0].name) : labelOf(field.labels, language, field.name)
  const full = field.max !== undefined && items.length >= field.max
  return (
    <Frame field={field} path={path} group>
      {() => (
        <>
          <Items path={path} items={items} onChange={onChange} nameOf={(_, index) => `${name} ${index + 1}`} copy>
            {(item, index, set) => <Members fields={parts} path={`${path}/${index}`} item={item} onChange={set} />}
          </Items>
          {readOnly ? null : (
            <AddButton
              label={full ? t('listFull', { count: field.max ?? 0 }) : t('add', { name })}
              disabled={full}
              onClick={() => { onChange([...items, { id: crypto.randomUUID() }]) }}
            />
          )}
        </>
      )}
    </Frame>
  )
}

interface MembersProps {
  fields: readonly Field[]
  path: string
  item: Item
  onChange: (item: Item) => void
}

/** The declared fields of one item. */
export const Members = memo(function Members({ fields, path, item, onChange }: MembersProps) {
  return (
    <div className={classes.stack}>
      {fields.map((part) => (
        <FieldControl
          key={part.name}
          field={part}
          path={`${path}/${part.name}`}
          value={item[part.name]}
          onChange={(next) => {
            const { [part.name]: _old, ...rest } = item
            onChange(next === undefined ? rest : { ...rest, [part.name]: next })
          }}
        />
      ))}
    </div>
  )
})

const none: NonNullable<Field['kinds']> = []

interface SectionProps {
  section: Item
  path: string
  kinds: NonNullable<Field['kinds']>
  onChange: (section: Item) => void
}

/** One of the sections; a key in one of them does not render the others. */
const Section = memo(function Section({ section, path, kinds, onChange }: SectionProps) {
  const { t } = useTranslation('editor')
  const { language, readOnly, locale } = useSurroundings()
  const kindName = (code: unknown) => labelOf(kinds.find((kind) => kind.code === code)?.labels, language, asText(code))
  return (
    <div className={classes.stack}>
      {kinds.length > 1 ? (
        <Select label={t('kind')} w={320} data={kinds.map((kind) => ({ value: kind.code, label: kindName(kind.code) }))} value={asText(section.kind)} readOnly={readOnly} onChange={(code) => { if (code) onChange({ ...section, kind: code }) }} />
      ) : null}
      <TextInput label={t('heading')} lang={locale} classNames={{ input: classes.prose }} placeholder={kindName(section.kind)} value={asText(section.heading)} readOnly={readOnly} onChange={(event) => { onChange({ ...section, heading: event.currentTarget.value }) }} />
      <RichTextInput path={`${path}/body`} label={t('text')} value={section.body as JSONContent | undefined} onChange={(body) => { onChange({ ...section, body }) }} />
    </div>
  )
})

/** Titled texts of declared kinds, in the author's own order. */
export function SectionsField({ field, path, value, onChange }: FieldProps) {
  const { t } = useTranslation('editor')
  const { language, readOnly } = useSurroundings()
  const sections = asItems(value)
  const kinds = field.kinds ?? none
  const kindName = (code: unknown) => labelOf(kinds.find((kind) => kind.code === code)?.labels, language, asText(code))
  const free = kinds.filter((kind) => !kind.once || !sections.some((section) => section.kind === kind.code))
  return (
    <Frame field={field} path={path} group>
      {() => (
        <>
          <Items path={path} items={sections} onChange={onChange} nameOf={(section, index) => `${index + 1}. ${asText(section.heading) || kindName(section.kind)}`}>
            {(section, index, set) => <Section section={section} path={`${path}/${index}`} kinds={kinds} onChange={set} />}
          </Items>
          {readOnly ? null : (
            <Menu position="bottom-start">
              <Menu.Target>
                <Button variant="default" leftSection={<IconPlus size={16} />}>{t('addSection')}</Button>
              </Menu.Target>
              <Menu.Dropdown>
                {free.map((kind) => (
                  <Menu.Item key={kind.code} onClick={() => { onChange([...sections, { id: crypto.randomUUID(), kind: kind.code }]) }}>
                    {kindName(kind.code)}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          )}
        </>
      )}
    </Frame>
  )
}
