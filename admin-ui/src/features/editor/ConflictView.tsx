import { Button, Textarea } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { at, put, type Conflict, type Json } from '@/lib/merge'
import { moment } from '@/lib/format'
import { Dialog } from '@/ui/Dialog'
import { Banner } from '@/ui/status'
import classes from './Editor.module.css'
import { labelOf, type Field } from './fields/context'
import type { Collision, Fields } from './useForm'

interface Props {
  collision: Collision
  name: string
  locale: string
  fields: readonly Field[]
  onSettle: (fields: Fields) => void
}

type Choice = 'mine' | 'theirs' | 'edit'

/** Says that somebody saved first, and lets the person put both texts together. Nothing is dropped. */
export function ConflictView({ collision, name, locale, fields, onSettle }: Props) {
  const { t, i18n } = useTranslation('editor')
  const [open, setOpen] = useState(false)
  const [choices, setChoices] = useState<Record<string, Choice>>({})
  const [edited, setEdited] = useState<Record<string, string>>({})
  const open_ = collision.conflicts.filter((one) => choices[keyOf(one)] === undefined)
  const finish = () => {
    let result = collision.merged
    for (const one of collision.conflicts) {
      const key = keyOf(one)
      const value = choices[key] === 'theirs' ? one.theirs : choices[key] === 'edit' ? (edited[key] ?? '') : one.mine
      result = put(result, one.path, value)
    }
    setOpen(false)
    onSettle(result)
  }
  useEffect(() => {
    setChoices({})
  }, [collision])
  return (
    <>
      <div role="alert">
        <Banner kind="correction" action={<Button onClick={() => { setOpen(true) }}>{t('compare')}</Button>}>
          {t('savedFirst', { name, when: moment(collision.at, i18n.language), count: collision.conflicts.length })}
        </Banner>
      </div>
      <Dialog
        opened={open}
        onClose={() => { setOpen(false) }}
        title={t('conflictTitle', { name })}
        size={980}
        actions={<Button disabled={open_.length > 0} onClick={finish}>{t('goOn')}</Button>}
      >
        {collision.conflicts.map((one) => (
          <Meeting
            key={keyOf(one)}
            conflict={one}
            label={labelFor(one, fields, i18n.language)}
            name={name}
            locale={locale}
            choice={choices[keyOf(one)]}
            text={edited[keyOf(one)] ?? textOf(at(collision.merged as unknown as Json, one.path))}
            onChoice={(choice) => { setChoices((now) => ({ ...now, [keyOf(one)]: choice })) }}
            onText={(text) => { setEdited((now) => ({ ...now, [keyOf(one)]: text })) }}
          />
        ))}
      </Dialog>
    </>
  )
}

interface MeetingProps {
  conflict: Conflict
  label: string
  name: string
  locale: string
  choice: Choice | undefined
  text: string
  onChoice: (choice: Choice) => void
  onText: (text: string) => void
}

function Meeting({ conflict, label, name, locale, choice, text, onChoice, onText }: MeetingProps) {
  const { t } = useTranslation('editor')
  const plain = typeof conflict.mine === 'string' || typeof conflict.theirs === 'string'
  const pick = (one: Choice, words: string) => (
    <Button variant={choice === one ? 'filled' : 'default'} aria-pressed={choice === one} onClick={() => { onChoice(one) }}>
      {words}
    </Button>
  )
  return (
    <section className={classes.meeting} aria-label={label}>
      <h3>{label}</h3>
      <div className={classes.sides}>
        <div>
          <h4>{t('yours')}</h4>
          <p lang={locale}>{textOf(conflict.mine)}</p>
          {pick('mine', t('keepMine'))}
        </div>
        <div>
          <h4>{t('theirs', { name })}</h4>
          <p lang={locale}>{textOf(conflict.theirs)}</p>
          {pick('theirs', t('takeTheirs'))}
        </div>
        {plain ? (
          <div>
            <h4>{t('result')}</h4>
            <Textarea
              aria-label={`${label}: ${t('result')}`}
              lang={locale}
              autosize
              value={text}
              onChange={(event) => {
                onText(event.currentTarget.value)
                onChoice('edit')
              }}
            />
            {pick('edit', t('editResult'))}
          </div>
        ) : null}
      </div>
    </section>
  )
}

function keyOf(conflict: Conflict): string {
  return conflict.path.join('/')
}

function labelFor(conflict: Conflict, fields: readonly Field[], language: string): string {
  const field = fields.find((one) => one.name === conflict.path[0])
  return labelOf(field?.labels, language, conflict.path[0] ?? '')
}

/** What a value says, for comparing: the words of a text, or the values of a record. */
export function textOf(value: Json): string {
  if (value === null || value === undefined) return '–'
  if (typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return value.map((one: Json) => textOf(one)).join('\n')
  const record = value as { readonly [key: string]: Json }
  if (typeof record.text === 'string') return record.text
  return Object.entries(record)
    .filter(([key]) => !['id', 'type', 'attrs', 'marks', 'kind'].includes(key))
    .map(([, inner]) => textOf(inner))
    .join(record.type === 'doc' ? '\n' : ' ')
}
