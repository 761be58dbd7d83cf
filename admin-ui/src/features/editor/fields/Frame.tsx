import type { ReactNode } from 'react'
import { ActionIcon } from '@mantine/core'
import { IconMessage } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { list, tint } from '@/lib/format'
import { Avatar } from '@/ui/Presence'
import { idOf, labelOf, problemsAt, useSurroundings, type Field } from './context'
import { placeReason } from '@/ui/reason'
import classes from './Fields.module.css'

/** What an input needs to be named and described by its frame. */
export interface Described {
  id: string
  'aria-labelledby': string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
  readOnly: boolean
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
  const { language, problems, readOnly, people } = useSurroundings()
  const here = people.get(path) ?? []
  const id = idOf(path)
  const wrong = problemsAt(problems, path)
  const help = labelOf(field.help, language, '')
  const described = [help ? `${id}-help` : '', wrong.length > 0 ? `${id}-wrong` : ''].filter(Boolean).join(' ')
  return (
    <div
      className={classes.field}
      data-path={path}
      data-group={path.includes('/') ? undefined : path}
      data-present={here.length > 0 || undefined}
      style={here[0] ? { borderColor: tint(here[0].user) } : undefined}
      {...(group ? { role: 'group', 'aria-labelledby': `${id}-label` } : {})}
    >
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
        {here.length > 0 ? (
          <span className={classes.present} role="img" aria-label={t('editing', { names: list(here.map((one) => one.name), language) })}>
            {here.map((one) => <Avatar key={one.user} person={{ id: one.user, name: one.name }} />)}
          </span>
        ) : null}
        <CommentMark path={path} field={labelOf(field.labels, language, field.name)} />
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
        readOnly,
      })}
      {wrong.length > 0 ? (
        <ul className={classes.wrong} id={`${id}-wrong`}>
          {wrong.map((problem) => (
            <li key={problem.code}>{placeReason(problem)}</li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}

/** Says how much is said about the field, and begins a comment there. */
function CommentMark({ path, field }: { path: string; field: string }) {
  const { t } = useTranslation('editor')
  const { threads, comment } = useSurroundings()
  const count = threads.get(path) ?? 0
  if (!comment) return null
  return (
    <ActionIcon className={classes.mark} data-said={count > 0 || undefined} variant="subtle" size={28} aria-label={t('commentOn', { count, field })} title={t('commentOn', { count, field })} onClick={() => { comment(path) }}>
      <IconMessage size={16} aria-hidden />
      {count > 0 ? <b>{count}</b> : null}
    </ActionIcon>
  )
}
