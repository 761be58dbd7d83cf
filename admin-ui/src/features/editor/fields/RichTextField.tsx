import type { JSONContent } from '@tiptap/react'
import { RichText } from '@/ui/richtext/RichText'
import { idOf, problemsWithin, useSurroundings, type FieldProps } from './context'
import { Frame } from './Frame'
import classes from './Fields.module.css'

export function RichTextField({ field, path, value, onChange }: FieldProps) {
  const { locale, readOnly, sources, problems } = useSurroundings()
  return (
    <Frame field={field} path={path} group>
      {(described) => (
        <RichText
          key={sources.map((source) => source.id).join()}
          labelledBy={described['aria-labelledby']}
          describedBy={described['aria-describedby']}
          invalid={problemsWithin(problems, path).length > 0}
          locale={locale}
          readOnly={readOnly}
          sources={sources}
          value={value as JSONContent | undefined}
          onChange={onChange}
        />
      )}
    </Frame>
  )
}

interface InputProps {
  path: string
  label: string
  value: JSONContent | undefined
  onChange: (value: JSONContent | undefined) => void
}

/** A rich text inside another field, such as the body of a section. */
export function RichTextInput({ path, label, value, onChange }: InputProps) {
  const { locale, readOnly, sources, problems } = useSurroundings()
  const id = idOf(path)
  return (
    <div data-path={path}>
      <span className={classes.part} id={`${id}-label`}>
        {label}
      </span>
      <RichText
        key={sources.map((source) => source.id).join()}
        labelledBy={`${id}-label`}
        invalid={problemsWithin(problems, path).length > 0}
        locale={locale}
        readOnly={readOnly}
        sources={sources}
        value={value}
        onChange={onChange}
      />
    </div>
  )
}
