import { Button, CloseButton } from '@mantine/core'
import { lazy, Suspense, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { targetsOf, type Job } from '@/lib/bulk'
import { languageName } from '@/lib/format'
import { exportFiles } from './exportFiles'
import classes from './entries.module.css'
import type { Entry } from './rows'

const WorkDialog = lazy(() => import('@/ui/work/WorkDialog').then((m) => ({ default: m.WorkDialog })))

interface Props {
  /** The chosen entries. */
  entries: readonly Entry[]
  locales: readonly string[]
  /** The language of the filter, which somebody has chosen already. */
  filtered: string | undefined
  onClear: () => void
}

const verbs = ['assign', 'take', 'due', 'submit', 'snooze'] as const

/** What can be done to the chosen entries, in the languages that are pressed here and in no other. */
export function BulkBar({ entries, locales, filtered, onClear }: Props) {
  const { t, i18n } = useTranslation(['entries', 'work', 'common'])
  const id = useId()
  const [pressed, setPressed] = useState<readonly string[]>(filtered ? [filtered] : [])
  const [asking, setAsking] = useState<Job['verb'] | null>(null)
  const chosen = locales.filter((code) => pressed.includes(code))
  const name = (code: string) => languageName(code, i18n.language, t('common:state.sharedPart'))
  const documents = entries.flatMap((one) => one.documents).filter((doc) => chosen.length === 0 || chosen.includes(doc.locale))
  const may = (verb: string) => (verb === 'snooze' ? documents.some((doc) => doc.can.length > 0) : documents.some((doc) => doc.can.includes(verb)))
  const { targets, skipped } = targetsOf(entries, chosen)
  const ready = chosen.length > 0
  const toggle = (code: string) => {
    setPressed((now) => (now.includes(code) ? now.filter((one) => one !== code) : [...now, code]))
  }
  const translations = chosen.filter((code) => code !== 'und')
  return (
    <section className={classes.bulk} aria-label={t('bulk.label')} data-region tabIndex={-1}>
      <b role="status">{t('bulk.selected', { count: entries.length })}</b>
      <div role="group" aria-labelledby={id} className={classes.chips}>
        <span id={id}>{t('bulk.languages')}</span>
        {locales.map((code) => (
          <button key={code} type="button" aria-pressed={pressed.includes(code)} aria-label={name(code)} title={name(code)} onClick={() => { toggle(code) }}>
            {code === 'und' ? t('common:state.shared') : code}
          </button>
        ))}
      </div>
      <div className={classes.verbs}>
        {verbs.filter(may).map((verb) => (
          <Button key={verb} variant="default" h={34} aria-disabled={ready ? undefined : true} aria-describedby={ready ? undefined : `${id}-why`} onClick={() => { if (ready) setAsking(verb) }}>
            {t(`work:verb.${verb}`)}
          </Button>
        ))}
        <Button variant="default" h={34} aria-disabled={translations.length > 0 ? undefined : true} onClick={() => { exportFiles(entries.map((one) => one.id), translations) }}>
          {t('work:verb.export')}
        </Button>
        {ready ? null : <span id={`${id}-why`}>{t('bulk.choose')}</span>}
      </div>
      <CloseButton size={34} aria-label={t('bulk.clear')} onClick={onClear} />
      <Suspense>
        {asking ? <WorkDialog verb={asking} targets={targets} skipped={skipped} onClose={() => { setAsking(null) }} /> : null}
      </Suspense>
    </section>
  )
}
