import { Button } from '@mantine/core'
import { EditorContent } from '@tiptap/react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { SaveStatus } from '@/lib/autosave'
import type { Outbox } from '@/lib/outbox'
import { StatusGlyph } from '@/ui/Glyph'
import { KeyHint, useKey } from '@/ui/keys'
import { SegmentText } from '@/ui/SegmentText'
import { Findings } from './Findings'
import { asks, type Finding } from './findings'
import { Format } from './Format'
import { usePen } from './pen'
import { signOf, TalkMark } from './Row'
import { codesOf } from './segmentDoc'
import { SourceSide } from './SourceSide'
import type { Help } from './useHelp'
import { useSegmentActions } from './useSegmentActions'
import { useSegmentEditor } from './useSegmentEditor'
import { useSegmentSave } from './useSegmentSave'
import type { Segment, Segments, Workbench } from './useWorkbench'
import classes from './Workbench.module.css'

export interface ActiveProps {
  segment: Segment
  number: number
  of: number
  entry: string
  work: Workbench
  outbox: Outbox
  sourceLocale: string
  locale: string
  help: Help | undefined
  findings: readonly Finding[]
  /** Open threads beside it. */
  talk: number
  onStatus: (status: SaveStatus) => void
  onLeave: () => void
  onFinish: (fresh: Segments) => void
  onComment: (() => void) | undefined
  /** Opens the panel where it is not beside the list. */
  onHelp: (() => void) | undefined
}

/** The open segment: the source with what changed in it, and the editor of its translation. */
export function ActiveSegment({ segment, number, of, entry, work, outbox, sourceLocale, locale, help, findings, talk, onStatus, onLeave, onFinish, onComment, onHelp }: ActiveProps) {
  const { t } = useTranslation(['translate', 'common'])
  const saving = useSegmentSave({ segment, work, outbox, place: `${entry}/${locale}/${segment.key}`, onStatus })
  const { editor, pen } = useSegmentEditor({ segment, locale, label: t('editorName', { number }), saving, findings })
  const { wrong, confirm, stillRight, leaveEmpty, dismiss, restore } = useSegmentActions({ segment, number, work, saving, onFinish })
  const article = useRef<HTMLElement>(null)
  const shared = usePen()
  useEffect(() => {
    article.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  useEffect(() => {
    shared.current = pen
    return () => {
      shared.current = null
    }
  })
  const first = findings.find((one) => asks(one) && one.severity === 'warning')
  useKey('workbench.confirm', confirm)
  useKey('workbench.stillRight', stillRight, segment.stale)
  useKey('workbench.copySource', () => { pen.take(segment.source) })
  useKey('workbench.leaveEditor', onLeave)
  useKey('everywhere.save', saving.flush)
  useKey('workbench.dismiss', () => { if (first) dismiss(first) }, first !== undefined)
  const status = t(`status.${segment.status as 'missing'}`)
  return (
    <article ref={article} className={classes.segment} data-active data-status={segment.status} aria-label={t('segmentName', { number, of, status })}>
      <div className={classes.number}>
        <StatusGlyph sign={signOf(segment)} label={status} />
        <b>{number}</b>
        <TalkMark count={talk} />
      </div>
      <SourceSide segment={segment} locale={sourceLocale} terms={help?.terms.source} />
      <div className={classes.target}>
        <Format editor={editor} segment={segment} locale={locale} length={saving.length} />
        <EditorContent editor={editor} />
        {saving.theirs ? (
          <div className={classes.check} role="alert" data-kind="conflict">
            <span>
              {t('conflict')} <q lang={locale}><SegmentText text={saving.theirs.text} codes={codesOf(segment.inline, saving.theirs.inline)} /></q>
            </span>
            <Button size="compact-md" variant="default" onClick={saving.keepMine}>{t('keepMine')}</Button>
            <Button size="compact-md" variant="default" onClick={() => { pen.take(saving.takeTheirs()) }}>{t('takeTheirs')}</Button>
          </div>
        ) : null}
        {wrong.map((message) => (
          <p key={message} className={classes.check} role="alert">{message}</p>
        ))}
        <Findings findings={findings} text={segment.target.text} first={first} onReplace={pen.take} onDismiss={dismiss} onRestore={restore} />
        <div className={classes.actions}>
          <Button onClick={confirm} rightSection={<KeyHint action="workbench.confirm" />}>{t('confirm')}</Button>
          {segment.stale ? <Button variant="default" onClick={stillRight} rightSection={<KeyHint action="workbench.stillRight" />}>{t('stillRight')}</Button> : null}
          {saving.length === 0 ? <button type="button" className={classes.link} onClick={leaveEmpty}>{t('leaveEmpty')}</button> : null}
          {segment.target.text === '' ? <button type="button" className={classes.link} onClick={() => { pen.take(segment.source) }}>{t('copySource')}</button> : null}
          {onComment ? <button type="button" className={classes.link} onClick={onComment}>{t('comment')}</button> : null}
          {onHelp ? <button type="button" className={classes.link} onClick={onHelp}>{t('openHelp')}</button> : null}
        </div>
      </div>
    </article>
  )
}
