import { Checkbox, MultiSelect, Select, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countriesQuery } from '@/api/queries'
import { asText, labelOf, useSurroundings, type FieldProps } from './context'
import { Frame } from './Frame'
import classes from './Fields.module.css'

/** One line or several of plain text; addresses of pages and mailboxes, too. */
export function TextField({ field, path, value, onChange }: FieldProps) {
  const { locale } = useSurroundings()
  const text = asText(value)
  const change = (typed: string) => { onChange(typed === '' ? undefined : typed) }
  const prose = { lang: locale === 'und' ? undefined : locale, classNames: { input: classes.prose } }
  const kind = { url: 'url', email: 'email' }[field.kind]
  return (
    <Frame field={field} path={path} used={text.length}>
      {(described) =>
        field.multiline ? (
          <Textarea {...described} {...prose} value={text} autosize minRows={2} onChange={(event) => { change(event.currentTarget.value) }} />
        ) : (
          <TextInput {...described} {...(kind ? { type: kind } : prose)} value={text} onChange={(event) => { change(event.currentTarget.value) }} />
        )
      }
    </Frame>
  )
}

/** A number as it is typed: what is not a number yet stays in the field and is not sent. */
export function NumberField({ field, path, value, onChange }: FieldProps) {
  return (
    <Frame field={field} path={path}>
      {(described) => (
        <NumberInput {...described} value={value} integer={field.integer ?? false} onChange={onChange} />
      )}
    </Frame>
  )
}

interface NumberInputProps {
  value: unknown
  integer?: boolean
  onChange: (value: number | undefined) => void
}

const typedOf = (value: unknown) => (typeof value === 'number' ? String(value) : '')

/** Keeps what is typed until it is a number, and follows the value when it changes elsewhere. */
export function NumberInput({ value, integer = false, onChange, ...described }: NumberInputProps & Record<string, unknown>) {
  const [typed, setTyped] = useState(typedOf(value))
  const [seen, setSeen] = useState(value)
  if (value !== seen) {
    setSeen(value)
    if (typed === '' || Number(typed) !== value) setTyped(typedOf(value))
  }
  const change = (text: string) => {
    setTyped(text)
    const number = text === '' ? undefined : Number(text)
    if (number === undefined || (Number.isFinite(number) && !(integer && !Number.isInteger(number)))) onChange(number)
  }
  return (
    <TextInput
      {...described}
      inputMode={integer ? 'numeric' : 'decimal'}
      value={typed}
      onChange={(event) => { change(event.currentTarget.value.replace(',', '.')) }}
    />
  )
}

export function ChoiceField({ field, path, value, onChange }: FieldProps) {
  const { language } = useSurroundings()
  const { t } = useTranslation('editor')
  const data = (field.options ?? []).map((option) => ({ value: option.code, label: labelOf(option.labels, language, option.code) }))
  return (
    <Frame field={field} path={path}>
      {(described) =>
        field.many ? (
          <MultiSelect {...described} data={data} value={Array.isArray(value) ? (value as string[]) : []} onChange={(codes) => { onChange(codes.length > 0 ? codes : undefined) }} searchable />
        ) : (
          <Select {...described} data={data} value={asText(value) || null} placeholder={t('choose')} onChange={(code) => { onChange(code ?? undefined) }} clearable={!field.required} searchable={data.length > 8} />
        )
      }
    </Frame>
  )
}

/** A day, or a moment with its difference from UTC, which the server wants as RFC 3339. */
export function DateField({ field, path, value, onChange }: FieldProps) {
  const text = asText(value)
  const local = field.time && text !== '' ? text.slice(0, 16) : text
  const change = (typed: string) => {
    if (typed === '') onChange(undefined)
    else onChange(field.time ? withZone(typed) : typed)
  }
  return (
    <Frame field={field} path={path}>
      {(described) => (
        <TextInput {...described} w={240} type={field.time ? 'datetime-local' : 'date'} value={local} onChange={(event) => { change(event.currentTarget.value) }} />
      )}
    </Frame>
  )
}

/** The local time of this browser's zone as RFC 3339. */
export function withZone(local: string): string {
  const minutes = -new Date(local).getTimezoneOffset()
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0')
  const size = Math.abs(minutes)
  return `${local}:00${minutes < 0 ? '-' : '+'}${two(size / 60)}:${two(size % 60)}`
}

export function BooleanField({ field, path, value, onChange }: FieldProps) {
  const { t } = useTranslation('editor')
  return (
    <Frame field={field} path={path}>
      {({ 'aria-labelledby': _own, ...described }) => (
        <Checkbox {...described} aria-label={undefined} label={t('yes')} checked={value === true} onChange={(event) => { onChange(event.currentTarget.checked) }} />
      )}
    </Frame>
  )
}

/** The countries that the server knows, by their names in the language of the interface. */
export function CountryField({ field, path, value, onChange }: FieldProps) {
  const { language } = useSurroundings()
  const { data: countries } = useQuery(countriesQuery)
  const data = (countries ?? [])
    .map((country) => ({ value: country.code, label: labelOf(country.labels, language, country.code) }))
    .sort((a, b) => a.label.localeCompare(b.label, language))
  return (
    <Frame field={field} path={path}>
      {(described) => <Select {...described} data={data} value={asText(value) || null} onChange={(code) => { onChange(code ?? undefined) }} searchable clearable={!field.required} />}
    </Frame>
  )
}
