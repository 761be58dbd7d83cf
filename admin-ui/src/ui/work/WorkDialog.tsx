import { Button, Group, Progress } from '@mantine/core'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { backwards, tally, withRetried, type Job, type Result, type Target } from '@/lib/bulk'
import { languageName, list } from '@/lib/format'
import { useAnnounce } from '../announce'
import { Dialog } from '../Dialog'
import { Fields, jobOf, unfilled } from './fields'
import { ResultTable } from './ResultTable'
import { useQuick, useRun, useUndo } from './useWork'
import classes from './work.module.css'

interface Props {
  verb: Job['verb']
  targets: readonly Target[]
  /** What is left out before anything is asked, with its reason. */
  skipped?: readonly Result[]
  /** For a single text: what became of it is a message, not a table. */
  brief?: boolean
  onClose: () => void
}

/** A verb over some texts: what it needs to know, how far it is, and what became of each. */
export function WorkDialog({ verb, targets, skipped = [], brief = false, onClose }: Props) {
  const { t, i18n } = useTranslation(['work', 'common'])
  const [filled, setFilled] = useState(unfilled)
  const [asked, setAsked] = useState<Job | null>(null)
  const [results, setResults] = useState<readonly Result[] | null>(null)
  const [progress, setProgress] = useState<number | null>(null)
  const stop = useRef<AbortController | null>(null)
  const announce = useAnnounce()
  const doRun = useRun()
  const undo = useUndo()
  const quick = useQuick()
  const locales = [...new Set([...targets, ...skipped].map((one) => one.locale))]
  const languages = list(locales.map((code) => languageName(code, i18n.language, t('common:state.sharedPart'))), i18n.language)
  const entries = new Set([...targets, ...skipped].map((one) => one.entry)).size
  const job = jobOf(verb, filled)

  const start = async (what: Job, which: readonly Target[], before: readonly Result[]) => {
    stop.current = new AbortController()
    setAsked(what)
    setProgress(0)
    const fresh = await doRun(what, which, (so) => { setProgress(so.length / which.length) }, stop.current.signal)
    const all = before.length > 0 ? withRetried(before, fresh) : [...fresh, ...skipped]
    setProgress(null)
    setResults(all)
    announce(t('result.summary', tally(all)))
  }
  const [only] = targets
  const send = () => {
    if (!job) return
    if (!brief || !only) void start(job, targets, [])
    else void quick(job, only).then((done) => { if (done) onClose() })
  }
  const failed = (results ?? []).filter((one) => one.outcome === 'failed')
  const title = t(`title.${verb as 'assign'}`, { count: targets.length })
  if (results && asked && progress === null) {
    return (
      <Dialog opened onClose={onClose} title={title} size={720}>
        <ResultTable results={results} />
        <Group justify="flex-end" mt="lg" gap="xs">
          {failed.length > 0 ? (
            <Button variant="default" onClick={() => void start(asked, failed, results)}>
              {t('retry', { count: failed.length })}
            </Button>
          ) : null}
          {backwards(asked, results) ? (
            <Button variant="default" onClick={() => { onClose(); void undo(asked, results) }}>
              {t('common:undo')}
            </Button>
          ) : null}
          <Button onClick={onClose} data-autofocus>{t('common:close')}</Button>
        </Group>
      </Dialog>
    )
  }
  if (progress !== null) {
    const done = Math.round(progress * targets.length)
    return (
      <Dialog opened fixed onClose={onClose} title={title}>
        <Progress value={progress * 100} size="lg" aria-label={title} />
        <p role="status" className={classes.note}>{t('progress', { done, total: targets.length })}</p>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => stop.current?.abort()}>{t('stop')}</Button>
        </Group>
      </Dialog>
    )
  }
  return (
    <Dialog
      opened
      onClose={onClose}
      title={title}
      actions={
        <Button disabled={!job || targets.length === 0} onClick={send}>
          {t(`go.${verb as 'assign'}`, { languages })}
        </Button>
      }
    >
      <p className={classes.note}>{brief && only ? t('what', { title: only.title, language: languages }) : t('scope', { count: entries, languages })}</p>
      <Fields verb={verb} locales={locales} filled={filled} onChange={(part) => { setFilled((now) => ({ ...now, ...part })) }} />
    </Dialog>
  )
}
