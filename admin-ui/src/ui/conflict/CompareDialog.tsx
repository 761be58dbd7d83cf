import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Json } from '@/lib/merge'
import { decisionFor, textOf, type Decision, type Meeting } from '@/lib/meetings'
import { Dialog } from '../Dialog'
import classes from './Compare.module.css'
import { ResultEditor } from './ResultEditor'

interface Props {
  title: string
  /** The places that both have changed; nothing else is shown. */
  meetings: readonly Meeting[]
  /** Whose the other text is, such as “By Giulia”. */
  mineLabel: string
  theirsLabel: string
  /** What choosing a side is called; “Keep mine” and “Take theirs” unless said otherwise. */
  mineAction?: string
  theirsAction?: string
  locale: string
  action: string
  /** False where only one of the two can be had. */
  editable?: boolean
  loading?: boolean
  onClose: () => void
  onDecide: (decisions: ReadonlyMap<string, Decision>) => void
}

/** Two texts beside each other, place by place, until each place is decided. Closing it decides nothing. */
export function CompareDialog({ title, meetings, mineLabel, theirsLabel, mineAction, theirsAction, locale, action, editable = true, loading = false, onClose, onDecide }: Props) {
  const { t } = useTranslation('verbs')
  const words = { mine: mineAction ?? t('conflict.keepMine'), theirs: theirsAction ?? t('conflict.takeTheirs') }
  const [decisions, setDecisions] = useState<ReadonlyMap<string, Decision>>(new Map())
  const [missing, setMissing] = useState(false)
  const open = meetings.filter((one) => !decisions.has(one.key))
  const finish = () => {
    if (open.length === 0) onDecide(decisions)
    else {
      setMissing(true)
      document.querySelector<HTMLElement>(`[data-meeting="${CSS.escape(open[0]?.key ?? '')}"] button`)?.focus()
    }
  }
  return (
    <Dialog opened onClose={onClose} title={title} size={editable ? 1080 : 860} actions={<Button loading={loading} onClick={finish}>{action}</Button>}>
      <p className={classes.hint}>{t('conflict.help')}</p>
      {meetings.map((one) => (
        <Place
          key={one.key}
          meeting={one}
          {...{ mineLabel, theirsLabel, words, locale, editable }}
          decision={decisions.get(one.key)}
          onDecide={(decision) => { setDecisions((now) => new Map(now).set(one.key, decision)) }}
        />
      ))}
      {missing && open.length > 0 ? <p className={classes.missing} role="alert">{t('conflict.missing', { count: open.length })}</p> : null}
    </Dialog>
  )
}

interface PlaceProps {
  meeting: Meeting
  mineLabel: string
  theirsLabel: string
  words: { mine: string; theirs: string }
  locale: string
  editable: boolean
  decision: Decision | undefined
  onDecide: (decision: Decision) => void
}

function Place({ meeting, mineLabel, theirsLabel, words, locale, editable, decision, onDecide }: PlaceProps) {
  const { t } = useTranslation('verbs')
  const side = (which: 'mine' | 'theirs', label: string) => (
    <div data-chosen={decision?.choice === which || undefined}>
      <h4>{label}</h4>
      <Words value={meeting[which]} locale={locale} />
      <Button variant={decision?.choice === which ? 'filled' : 'default'} aria-pressed={decision?.choice === which} onClick={() => { onDecide({ choice: which }) }}>
        {words[which]}
      </Button>
    </div>
  )
  return (
    <section className={classes.meeting} aria-label={meeting.label} data-meeting={meeting.key}>
      <h3>{meeting.label}</h3>
      <div className={classes.sides}>
        {side('mine', mineLabel)}
        {side('theirs', theirsLabel)}
        {editable && meeting.kind !== 'value' ? (
          <div data-chosen={decision?.choice === 'edit' || undefined}>
            <h4>{t('conflict.result')}</h4>
            <ResultEditor meeting={meeting} locale={locale} onChange={(value) => { onDecide(decisionFor(value)) }} />
          </div>
        ) : null}
      </div>
    </section>
  )
}

function Words({ value, locale }: { value: Json; locale: string }) {
  const { t, i18n } = useTranslation('verbs')
  const words = textOf(value)
  return words === '' ? <p className={classes.gone} lang={i18n.language}>{t('conflict.gone')}</p> : <p className={classes.words} lang={locale}>{words}</p>
}
