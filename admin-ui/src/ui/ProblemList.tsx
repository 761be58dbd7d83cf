import { IconAlertTriangle, IconCircleX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './ProblemList.module.css'

export interface ShownProblem {
  path: string
  message: string
  severity: 'error' | 'warning'
}

const fillable = 'input:not([type=hidden]),textarea,select,[contenteditable=true]'
const focusable = `${fillable},button,[tabindex],[contenteditable]`

/** Moves the focus to the field at a path (data-path, and data-part within it), or to the nearest part around it that is on the screen. */
export function focusField(path: string): boolean {
  for (let p = path; p; p = p.slice(0, Math.max(0, p.lastIndexOf('.'), p.lastIndexOf('/'), p.lastIndexOf('[')))) {
    const field = document.querySelector<HTMLElement>(`[data-path="${CSS.escape(p)}"]`)
    if (!field) continue
    // What can be filled in comes before the buttons around it.
    const part = p === path ? null : field.querySelector<HTMLElement>(`[data-part="${CSS.escape(path.slice(p.length + 1))}"]`)
    const target = part ?? (field.matches(focusable) ? field : (field.querySelector<HTMLElement>(fillable) ?? field.querySelector<HTMLElement>(focusable) ?? field))
    target.scrollIntoView({ block: 'center' })
    target.focus({ preventScroll: true })
    return true
  }
  return false
}

/** Everything that is in the way, errors first; each leads to its field (marked with data-path). */
export function ProblemList({ problems, go = focusField }: { problems: readonly ShownProblem[]; go?: (path: string) => void }) {
  const { t } = useTranslation()
  if (problems.length === 0) return <p className={classes.none}>{t('problems.none')}</p>
  const sorted = problems.toSorted((a, b) => (a.severity === b.severity ? 0 : a.severity === 'error' ? -1 : 1))
  return (
    <ul className={classes.list}>
      {sorted.map((p) => (
        <li key={`${p.path} ${p.message}`} data-severity={p.severity}>
          {p.severity === 'error' ? <IconCircleX size={17} aria-hidden /> : <IconAlertTriangle size={17} aria-hidden />}
          <span className="hidden">{t(`problems.${p.severity}`)}: </span>
          {p.path ? (
            <button
              type="button"
              onClick={() => {
                go(p.path)
              }}
            >
              {p.message}
            </button>
          ) : (
            <span>{p.message}</span>
          )}
        </li>
      ))}
    </ul>
  )
}
