import { Loader, Select } from '@mantine/core'
import { useQueries, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { entryQuery, titlesQuery } from '@/api/queries'
import { asItems, asRecord, asText, labelOf, useSurroundings, type FieldProps, type Item } from './context'
import { Items, Members } from './items'
import { Frame } from './Frame'
import classes from './Fields.module.css'

/** Other entries that this one points to: one, or several in an order with attributes. */
export function RelationField({ field, path, value, onChange }: FieldProps) {
  const { readOnly } = useSurroundings()
  const { t } = useTranslation('editor')
  const items: Item[] = field.many ? asItems(value) : [asRecord(value)].filter((one) => one.entry)
  const titles = useTitles(items.map((item) => asText(item.entry)))
  const set = (next: Item[] | undefined) => {
    if (field.many) onChange(next)
    else onChange(next?.[0])
  }
  const full = field.many ? field.max !== undefined && items.length >= field.max : items.length > 0
  return (
    <Frame field={field} path={path} group>
      {() => (
        <>
          <Items path={path} items={items} onChange={set} nameOf={(item) => titles.get(asText(item.entry))?.title ?? t('loadingEntry')}>
            {(item, index, put) => (
              <>
                {titles.get(asText(item.entry))?.live === false ? <p className={classes.note}>{t('targetNotLive')}</p> : null}
                <Members fields={field.fields ?? []} path={field.many ? `${path}/${index}` : path} item={item} onChange={put} />
              </>
            )}
          </Items>
          {readOnly || full ? null : (
            <Picker
              type={field.target ?? ''}
              taken={items.map((item) => asText(item.entry))}
              label={field.labels}
              onPick={(entry) => { set([...items, field.many ? { id: crypto.randomUUID(), entry } : { entry }]) }}
            />
          )}
        </>
      )}
    </Frame>
  )
}

/** The titles of related entries, and whether readers can see them. */
function useTitles(ids: readonly string[]): Map<string, { title: string; live: boolean }> {
  const found = useQueries({ queries: [...new Set(ids)].filter(Boolean).map((id) => entryQuery(id)) })
  return new Map(
    found.flatMap(({ data }) => (data ? [[data.id, { title: data.title, live: data.documents.some((document) => document.live) }]] : [])),
  )
}

/** Letters without accents and case, for finding a title by them. */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

interface PickerProps {
  type: string
  taken: readonly string[]
  label: Record<string, string>
  onPick: (entry: string) => void
}

function Picker({ type, taken, label, onPick }: PickerProps) {
  const { t } = useTranslation('editor')
  const { language } = useSurroundings()
  const [typed, setTyped] = useState('')
  const { data, isFetching } = useQuery(titlesQuery)
  const options = (data ?? [])
    .filter((entry) => entry.type === type && !taken.includes(entry.id) && fold(entry.title).includes(fold(typed)))
    .slice(0, 50)
    .map((entry) => ({ value: entry.id, label: entry.title }))
  return (
    <Select
      aria-label={t('addRelation', { name: labelOf(label, language, type) })}
      placeholder={t('findEntry')}
      data={options}
      value={null}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      filter={({ options: all }) => all}
      nothingFoundMessage={isFetching ? t('searching') : t('nothingFound')}
      rightSection={isFetching ? <Loader size={16} /> : null}
      maw={420}
      onChange={(entry) => {
        if (typeof entry !== 'string') return
        onPick(entry)
        setTyped('')
      }}
    />
  )
}
