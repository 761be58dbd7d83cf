import { Tabs } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { moment } from '@/lib/format'
import { DiffText } from '@/ui/DiffText'
import { KeyHint } from '@/ui/keys'
import type { Segment, Segments } from './useWorkbench'
import { Preview } from './Preview'
import classes from './Workbench.module.css'

interface Props {
  segment: Segment | null
  view: Segments
  locale: string
}

/** What helps with the open segment, and how the page reads so far. It never takes the focus. */
export function HelpPanel({ segment, view, locale }: Props) {
  const { t } = useTranslation('translate')
  return (
    <aside className={classes.side} data-region tabIndex={-1} aria-label={t('help')}>
      <Tabs defaultValue="help" className={classes.tabs ?? ''}>
        <Tabs.List>
          <Tabs.Tab value="help">{t('help')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="help" className={classes.help ?? ''}>
          {segment ? <Former segment={segment} locale={locale} /> : <p className={classes.quiet}>{t('openOne')}</p>}
        </Tabs.Panel>
      </Tabs>
      <Preview view={view} active={segment?.key} locale={locale} />
    </aside>
  )
}

function Former({ segment, locale }: { segment: Segment; locale: string }) {
  const { t, i18n } = useTranslation('translate')
  const { former } = segment
  if (!former) return <p className={classes.quiet}>{t('noMatches')}</p>
  return (
    <section>
      <h3>{t('matches')}</h3>
      <div className={classes.match} data-former>
        <b>{t('before')}</b>
        <span className={classes.matchText} lang={locale}>{former.diff ? <DiffText tokens={former.diff} lang={locale} /> : former.text}</span>
        <span className={classes.origin}>
          {t('formerOrigin', { when: moment(former.at, i18n.language), number: former.number })} <KeyHint action="workbench.match1" />
        </span>
      </div>
    </section>
  )
}
