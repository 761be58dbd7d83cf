import { Checkbox, Group, Select, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { asRecord, asText, labelOf, useSurroundings, withMember, type FieldProps } from './context'
import { Frame } from './Frame'
import { NumberInput } from './simple'
import classes from './Fields.module.css'

/** A number with its unit, its year and the source it comes from. A value or year may be not known. */
export function FigureField({ field, path, value, onChange }: FieldProps) {
  const { t } = useTranslation('editor')
  const { language, readOnly, sources } = useSurroundings()
  const figure = asRecord(value)
  const set = (name: string, next: unknown) => {
    const changed = withMember(figure, name, next)
    onChange(changed && Object.keys(changed).length > 0 ? { value: null, ...changed } : undefined)
  }
  const units = (field.units ?? []).map((unit) => ({ value: unit.code, label: labelOf(unit.labels, language, unit.code) }))
  const unknownYear = figure.year === 'not_known'
  return (
    <Frame field={field} path={path} group>
      {() => (
        <Group align="end" gap="sm">
          <NumberInput data-part="value" label={t('value')} value={figure.value} readOnly={readOnly} onChange={(next) => { set('value', next) }} />
          {units.length > 0 ? (
            <Select data-part="unit" label={t('unit')} data={units} value={asText(figure.unit) || null} readOnly={readOnly} onChange={(code) => { set('unit', code ?? undefined) }} />
          ) : null}
          <NumberInput data-part="year" label={t('year')} integer value={figure.year} readOnly={readOnly || unknownYear} onChange={(next) => { set('year', next) }} w={100} />
          <Checkbox pb={10} label={t('yearNotKnown')} checked={unknownYear} disabled={readOnly} onChange={(event) => { set('year', event.currentTarget.checked ? 'not_known' : undefined) }} />
          <Select
            data-part="source"
            label={t('source')}
            data={sources.map((source) => ({ value: source.id, label: `${source.number}. ${source.title}` }))}
            value={asText(figure.source) || null}
            readOnly={readOnly}
            clearable
            className={classes.wide}
            onChange={(id) => { set('source', id ?? undefined) }}
          />
        </Group>
      )}
    </Frame>
  )
}

/** What somebody said, who said it, and as what. */
export function QuotationField({ field, path, value, onChange }: FieldProps) {
  const { t } = useTranslation('editor')
  const { readOnly, locale } = useSurroundings()
  const quotation = asRecord(value)
  const line = (name: 'text' | 'speaker' | 'function') => (
    <TextInput
      data-part={name}
      label={t(name)}
      lang={locale}
      classNames={{ input: classes.prose }}
      value={asText(quotation[name])}
      readOnly={readOnly}
      onChange={(event) => { onChange(withMember(quotation, name, event.currentTarget.value)) }}
    />
  )
  return (
    <Frame field={field} path={path} group>
      {() => (
        <div className={classes.stack}>
          {line('text')}
          {line('speaker')}
          {line('function')}
        </div>
      )}
    </Frame>
  )
}
