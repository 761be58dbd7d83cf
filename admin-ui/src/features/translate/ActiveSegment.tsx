import { Button } from '@mantine/core'
import { EditorContent } from '@tiptap/react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isProblem, Offline } from '@/api/problem'
import type { SaveStatus } from '@/lib/autosave'
import { moment } from '@/lib/format'
import type { Outbox } from '@/lib/outbox'
import { DiffText } from '@/ui/DiffText'
import { StatusGlyph } from '@/ui/Glyph'
import { KeyHint, useKey } from '@/ui/keys'
import { useAnnounce } from '@/ui/announce'
import { useToast } from '@/ui/toast'
import { codesOf } from './segmentDoc'
import { Prose, signs } from './Row'
import { Format } from './Format'
import { useSegmentEditor } from './useSegmentEditor'
import { useSegmentSave } from './useSegmentSave'
import type { Segment, Segments, Workbench } from './useWorkbench'
import classes from './Workbench.module.css'

interface Props {
  segment: Segment
  number: number
  of: number
  entry: string
  work: Workbench
  outbox: Outbox
  sourceLocale: string
  locale: string
  onStatus: (status: SaveStatus) => void
  onLeave: () => void
  onFinish: (fresh: Segments) => void
}

/** The open segment: the source with what changed in it, and the editor of its translation. */
export function ActiveSegment({ segment, number, of, entry, work, outbox, sourceLocale, locale, onStatus, onLeave, onFinish }: Props) {
  const { t } = useTranslation(['translate', 'common'])
  const announce = useAnnounce()
  const toast = useToast()
  const [wrong, setWrong] = useState<readonly string[]>([])
  const saving = useSegmentSave({ segment, work, outbox, place: `${entry}/${locale}/${segment.key}`, onStatus })
  const editor = useSegmentEditor({ segment, locale, label: t('editorName', { number }), saving })
  const article = useRef<HTMLElement>(null)
  useEffect(() => {
    article.current?.scrollIntoView({ block: 'nearest' })
  }, [])

  const failed = (error: unknown) => {
    if (isProblem(error)) setWrong(error.errors.length > 0 ? error.errors.map((one) => one.message) : [error.message])
    else toast({ kind: 'error', message: error instanceof Offline ? t('offline') : String(error) })
  }
  const finish = (run: () => Promise<Segments>, said: string, undo = false) => {
    setWrong([])
    saving.settle()
      .then(run)
      .then((fresh) => {
        announce(t(said as 'confirmed', { number, left: fresh.progress.to_do }))
        if (undo) {
          const fix = () => { void work.mark('undo', segment).then(() => { announce(t('undone', { number })) }, failed) }
          toast({ message: t('stillRightDone'), action: { label: t('common:undo'), run: fix } })
        }
        onFinish(fresh)
      })
      .catch(failed)
  }
  const confirm = () => { finish(() => work.confirm(segment, saving.current(), saving.hash()), 'confirmed') }
  const stillRight = () => { finish(() => work.mark('still_right', segment), 'stillRightSaid', true) }
  const leave = () => { finish(() => work.leaveEmpty(segment, saving.hash()), 'leftEmptySaid') }
  useKey('workbench.confirm', confirm)
  useKey('workbench.stillRight', stillRight, segment.stale)
  useKey('workbench.copySource', () => { editor.take(segment.source) })
  useKey('workbench.leaveEditor', onLeave)
  useKey('everywhere.save', saving.flush)
  useKey('workbench.match1', () => { if (segment.former) editor.take(segment.former.text) }, segment.former !== undefined)
  const status = t(`status.${segment.status as 'missing'}`)
  return (
    <article ref={article} className={classes.segment} data-active data-status={segment.status} aria-label={t('segmentName', { number, of, status })}>
      <div className={classes.number}>
        <StatusGlyph sign={signs[segment.status] ?? 'draft'} label={status} />
        <b>{number}</b>
      </div>
      <SourceSide segment={segment} locale={sourceLocale} />
      <div className={classes.target}>
        <Format editor={editor.editor} segment={segment} locale={locale} length={saving.length} />
        <EditorContent editor={editor.editor} />
        {saving.theirs ? (
          <div className={classes.check} role="alert" data-kind="conflict">
            <span>
              {t('conflict')} <q lang={locale}>{saving.theirs.text}</q>
            </span>
            <Button size="compact-md" variant="default" onClick={saving.keepMine}>{t('keepMine')}</Button>
            <Button size="compact-md" variant="default" onClick={() => { editor.take(saving.takeTheirs()) }}>{t('takeTheirs')}</Button>
          </div>
        ) : null}
        {wrong.map((message) => (
          <p key={message} className={classes.check} role="alert">{message}</p>
        ))}
        <div className={classes.actions}>
          <Button onClick={confirm} rightSection={<KeyHint action="workbench.confirm" />}>{t('confirm')}</Button>
          {segment.stale ? <Button variant="default" onClick={stillRight} rightSection={<KeyHint action="workbench.stillRight" />}>{t('stillRight')}</Button> : null}
          {saving.length === 0 ? <Button variant="subtle" onClick={leave}>{t('leaveEmpty')}</Button> : null}
          {segment.target.text === '' ? <Button variant="subtle" onClick={() => { editor.take(segment.source) }}>{t('copySource')}</Button> : null}
        </div>
      </div>
    </article>
  )
}

function SourceSide({ segment, locale }: { segment: Segment; locale: string }) {
  const { t, i18n } = useTranslation('translate')
  const { change } = segment
  return (
    <div className={classes.source} lang={locale}>
      {segment.stale && change ? (
        <p className={classes.note} lang={i18n.language}>
          <StatusGlyph sign="stale" />
          <span>
            <b>{t('changedBy', { name: change.author_name })}</b> {t('changedWhen', { when: moment(change.at, i18n.language), revision: change.revision ?? 0 })}
          </span>
        </p>
      ) : null}
      <p>{segment.diff ? <DiffText tokens={segment.diff} lang={locale} /> : <Prose text={segment.source} codes={codesOf(segment.inline, [])} />}</p>
      {Object.entries(segment.references ?? {}).map(([other, text]) => (
        <details key={other} className={classes.reference}>
          <summary lang={i18n.language}>{t('forReference', { language: new Intl.DisplayNames(i18n.language, { type: 'language' }).of(other) ?? other })}</summary>
          <p lang={other}>{text}</p>
        </details>
      ))}
    </div>
  )
}
