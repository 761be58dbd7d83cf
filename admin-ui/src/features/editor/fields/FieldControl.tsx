import { memo, type ComponentType } from 'react'
import type { FieldProps } from './context'
import { FigureField, QuotationField } from './figures'
import { ListField, SectionsField } from './items'
import { PointField } from './PointField'
import { RelationField } from './RelationField'
import { RichTextField } from './RichTextField'
import { BooleanField, ChoiceField, CountryField, DateField, NumberField, TextField } from './simple'
import { SourcesField } from './SourcesField'

const controls: Record<string, ComponentType<FieldProps>> = {
  text: TextField,
  url: TextField,
  email: TextField,
  richtext: RichTextField,
  enum: ChoiceField,
  number: NumberField,
  figure: FigureField,
  date: DateField,
  boolean: BooleanField,
  country: CountryField,
  point: PointField,
  relation: RelationField,
  list: ListField,
  sections: SectionsField,
  quotation: QuotationField,
  sources: SourcesField,
}

/** The control of a field, by its kind: one component for each kind of the content types. */
export const FieldControl = memo(function FieldControl(props: FieldProps) {
  const Control = controls[props.field.kind]
  return Control ? <Control {...props} /> : null
})
