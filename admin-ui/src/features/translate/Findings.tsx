import { IconAlertOctagon, IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useFindingWords } from '@/ui/findingWords'
import { KeyHint } from '@/ui/keys'
import { asks, mended, type Finding } from './findings'
import classes from './Workbench.module.css'

const icons = { error: IconAlertOctagon, warning: IconAlertTriangle, info: IconInfoCircle } as const

interface Props {
  findings: readonly Finding[]
  /** The text that was checked. */
  text: string
  /** The one that the key dismisses. */
  first: Finding | undefined
  onReplace: (text: string) => void
  onDismiss: (finding: Finding) => void
  onRestore: (finding: Finding) => void
}

/** What the checks found in the open segment: what stops it, what one may look at, what was set aside. */
export function Findings({ findings, text, first, onReplace, onDismiss, onRestore }: Props) {
  const { t } = useTranslation('translate')
  const words = useFindingWords()
  const aside = findings.filter((one) => one.dismissed)
  const notes = findings.filter((one) => !one.dismissed && one.severity === 'info')
  const row = (one: Finding) => {
    const Icon = icons[one.severity as 'error']
    const better = mended(text, one)
    const { head, message, lang } = words(one)
    return (
      <div key={`${one.code} ${one.fingerprint}`} className={classes.check} data-kind={one.severity} role="group" aria-label={t(`severity.${one.severity as 'error'}`)}>
        <Icon size={18} aria-hidden />
        <span>
          <b>{head}:</b> <span lang={lang}>{message}</span>
        </span>
        {better !== null ? <button type="button" className={classes.link} onClick={() => { onReplace(better) }}>{t('replace')}</button> : null}
        {one.severity !== 'error' ? (
          <button type="button" className={classes.link} onClick={() => { onDismiss(one) }}>
            {t('dismiss')} {one === first ? <KeyHint action="workbench.dismiss" /> : null}
          </button>
        ) : null}
      </div>
    )
  }
  return (
    <>
      {findings.filter(asks).map(row)}
      {notes.length > 0 ? (
        <details className={classes.aside} data-notes>
          <summary>{t('notes', { count: notes.length })}</summary>
          {notes.map(row)}
        </details>
      ) : null}
      {aside.length > 0 ? (
        <details className={classes.aside}>
          <summary>{t('asideCount', { count: aside.length })}</summary>
          <ul>
            {aside.map((one) => (
              <li key={`${one.code} ${one.fingerprint}`}>
                <span lang={words(one).lang}>{words(one).message}</span>{' '}
                <button type="button" className={classes.link} onClick={() => { onRestore(one) }}>{t('restore')}</button>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </>
  )
}
