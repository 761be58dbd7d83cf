import { useTranslation } from 'react-i18next'
import type { FieldProblem } from '@/api/problem'
import { focusField } from '@/ui/ProblemList'
import classes from './Editor.module.css'
import { labelOf, problemsWithin, type Field } from './fields/context'

interface Props {
  fields: readonly Field[]
  values: Readonly<Record<string, unknown>>
  problems: readonly FieldProblem[]
}

/** The fields of the text with how many parts they have; each name leads to its field. */
export function Outline({ fields, values, problems }: Props) {
  const { t, i18n } = useTranslation('editor')
  return (
    <nav className={classes.outline} aria-label={t('outline')} data-region tabIndex={-1}>
      <ul>
        {fields.map((field) => {
          const value = values[field.name]
          const wrong = problemsWithin(problems, field.name).length
          return (
            <li key={field.name}>
              <button type="button" onClick={() => focusField(field.name)}>
                <span>{labelOf(field.labels, i18n.language, field.name)}</span>
                {wrong > 0 ? <b className={classes.wrong}>{t('problemCount', { count: wrong })}</b> : Array.isArray(value) ? <i>{value.length}</i> : null}
              </button>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
