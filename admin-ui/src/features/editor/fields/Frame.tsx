import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { idOf, labelOf, problemsAt, useSurroundings, type Field } from './context'
import classes from './Fields.module.css'

/** What an input needs to be named and described by its frame. */
export interface Described {
  id: string
  'aria-labelledby': string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
  disabled: boolean
}

interface Props {
  field: Field
  path: string
  /** How many characters are used of field.max. */
  used?: number
  /** A group of inputs has its name as a legend. */
  group?: boolean
  children: (described: Described) => ReactNode
}

/** The frame of a field: its name, help and count, and what is wrong with it. */
export function Frame({ field, path, used, group = false, children }: Props) {
  const { t } = useTranslation('editor')
  const { language, problems, readOnly } = useSurroundings()
  const id = idOf(path)
  const wrong = problemsAt(problems, path)
  const help = labelOf(field.help, language, '')
  const described = [help ? `${id}-help` : '', wrong.length > 0 ? `${id}-wrong` : ''].filter(Boolean).join(' ')
  return (
    <div className={classes.field} data-path={path} {...(group ? { role: 'group', 'aria-labelledby': `${id}-label` } : {})}>
      <div className={classes.head}>
        <label className={classes.label} id={`${id}-label`} htmlFor={group ? undefined : id}>
          {labelOf(field.labels, language, field.name)}
          {field.required ? <span className={classes.required}> {t('required')}</span> : null}
        </label>
        {used !== undefined && field.max ? (
          <span className={classes.count} data-over={used > field.max || undefined}>
            {used}/{field.max}
          </span>
        ) : null}
      </div>
      {help ? (
        <p className={classes.help} id={`${id}-help`}>
          {help}
        </p>
      ) : null}
      {children({
        id,
        'aria-labelledby': `${id}-label`,
        'aria-describedby': described || undefined,
        'aria-invalid': wrong.length > 0 || undefined,
        disabled: readOnly,
      })}
      {wrong.length > 0 ? (
        <ul className={classes.wrong} id={`${id}-wrong`}>
          {wrong.map((problem) => (
            <li key={problem.code}>{t(`problem.${problem.code}` as 'problem.required', { defaultValue: problem.message })}</li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}
