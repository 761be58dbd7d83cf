import { Tabs } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Comments } from '@/ui/comments/Comments'
import { KeyHint } from '@/ui/keys'
import { Concordance, type Lookup } from './Concordance'
import { Matches } from './Matches'
import { Preview } from './Preview'
import { Terms } from './Terms'
import type { useHelp } from './useHelp'
import type { Segment, Segments } from './useWorkbench'
import classes from './Workbench.module.css'

export type Tab = 'help' | 'comments' | 'concordance'

interface Props {
  segment: Segment | null
  /** Whether the segment is being written. */
  open: boolean
  view: Segments
  help: ReturnType<typeof useHelp>
  tab: Tab
  onTab: (tab: Tab) => void
  /** Open threads beside the segment. */
  talk: number
  mayComment: boolean
  writing: boolean
  onWriting: (on: boolean) => void
  lookup: Lookup
  onLookup: (lookup: Lookup) => void
}

/** What helps with the open segment, what is said about it, and how the page reads so far. It never takes the focus by itself. */
export function HelpPanel({ segment, open, view, help, tab, onTab, talk, mayComment, writing, onWriting, lookup, onLookup }: Props) {
  const { t } = useTranslation('translate')
  const nothing = <p className={classes.quiet}>{t('openOne')}</p>
  return (
    <>
      <Tabs value={tab} onChange={(to) => { onTab(to as Tab) }} className={classes.tabs ?? ''} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="help">{t('help')}</Tabs.Tab>
          <Tabs.Tab value="comments">
            {t('comments')} {talk > 0 ? <b className={classes.talk}>{talk}</b> : null}
          </Tabs.Tab>
          <Tabs.Tab value="concordance">{t('concordance')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="help" className={classes.help ?? ''}>
          {segment ? (
            <>
              {help.error ? <p className={classes.quiet} role="alert">{t('helpFailed')}</p> : null}
              <Matches segment={segment} view={view} help={help.data} open={open} />
              <Terms terms={help.data?.terms.source ?? []} text={segment.source} source={view.follows} locale={view.locale} />
            </>
          ) : (
            nothing
          )}
        </Tabs.Panel>
        <Tabs.Panel value="comments" className={classes.help ?? ''}>
          {segment ? (
            <Comments
              entry={view.entry}
              locale={view.locale}
              at={segment.key}
              source={view.follows}
              mayComment={mayComment}
              writing={writing}
              onWriting={onWriting}
              hint={<KeyHint action="workbench.comment" />}
            />
          ) : (
            nothing
          )}
        </Tabs.Panel>
        <Tabs.Panel value="concordance" className={classes.help ?? ''}>
          <Concordance view={view} lookup={lookup} onLookup={onLookup} open={open} />
        </Tabs.Panel>
      </Tabs>
      <Preview view={view} active={segment?.key} locale={view.locale} />
    </>
  )
}
