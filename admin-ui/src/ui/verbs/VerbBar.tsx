import { ActionIcon, Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { documentQuery } from '@/api/queries'
import { languageName } from '@/lib/format'
import { VerbButton } from '../VerbButton'
import { Asked, asked, type Asking } from './Asked'
import { standing, waitsForShared } from './publishable'
import { useVerb, type Verb } from './useVerb'
import { codeReason } from '../reason'
import classes from './VerbBar.module.css'

interface Props {
  entry: Schemas['EntryView']
  document: Schemas['DocumentView']
  /** Sends what is not saved yet; a verb is about the text that is on the screen. */
  settle?: () => Promise<void>
  /** Opens the review, where a text is approved by whoever has read it. */
  review?: (() => void) | undefined
  /** Called when submit is blocked and pressed for its reasons. */
  problems?: () => void
  children?: ReactNode
}

// What comes next is the first of these that is possible.
const order: readonly Verb[] = ['submit', 'approve', 'publish', 'withdraw', 'unpublish']
// Never the next step: these stand in the menu only.
const rare: readonly Verb[] = ['set_aside', 'take_up', 'revoke_minor']

/** True if there is a text to go back to, and words written since. */
function unfinished(document: Schemas['DocumentView']): boolean {
  const back = document.live?.revision ?? document.approved_revision
  return back !== undefined && back !== document.revision
}

/** The one primary button of a document, naming verb and language, and the other verbs in a menu. */
export function VerbBar({ entry, document, settle, review, problems, children }: Props) {
  const { t, i18n } = useTranslation('verbs')
  const [asking, setAsking] = useState<Asking | null>(null)
  const run = useVerb(entry.id)
  const language = languageName(document.locale, i18n.language, t('sharedPart'))
  const { data: shared } = useQuery({ ...documentQuery(entry.id, 'und'), enabled: waitsForShared(document) })
  const blocked = standing(document, shared)
  const inTheWay = (verb: Verb) => blocked.find((one) => one.verb === verb)
  const available = order.filter((verb) => {
    if (verb === 'approve' && !review) return false
    if (verb === 'publish' && document.live && !document.live.edited_since) return false
    return document.can.includes(verb) || inTheWay(verb) !== undefined
  })
  const [first, ...rest] = available
  const others = [...rest, ...rare.filter((verb) => document.can.includes(verb) && (verb !== 'set_aside' || unfinished(document)))]
  const choose = async (verb: Verb) => {
    await settle?.()
    if (verb === 'approve') review?.()
    else if (asked.some((one) => one === verb)) setAsking(verb as Asking)
    else run.mutate({ locale: document.locale, verb, body: document.revision ? { revision: document.revision } : {} })
  }
  const reason = (why: Schemas['Blocked']) => {
    const count = why.problems?.length ?? 0
    return count > 0 ? t('blocked.problems', { count }) : t(`blocked.${why.code as 'four_eyes'}`, { defaultValue: codeReason(why.code, t('blocked.other')) })
  }
  const words = (verb: Verb) => (verb === 'revoke_minor' ? t('minor.action', { language: languageName(document.follows ?? '', i18n.language) }) : t(`verb.${verb as 'submit'}`, { language }))
  return (
    <div className={classes.bar}>
      {children}
      {first ? (
        <VerbButton verb={first} rights={{ can: document.can, blocked }} primary loading={run.isPending} reason={reason} onBlocked={problems} onClick={() => void choose(first)}>
          {words(first)}
        </VerbButton>
      ) : null}
      {others.length > 0 ? (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="default" size={40} aria-label={t('more')}>
              <IconChevronDown size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {others.map((verb) => {
              const why = inTheWay(verb)
              return (
                <Menu.Item key={verb} aria-disabled={why ? true : undefined} onClick={() => { if (!why) void choose(verb); else problems?.() }}>
                  {words(verb)}
                  {why ? <span className={classes.why}>{reason(why)}</span> : null}
                </Menu.Item>
              )
            })}
          </Menu.Dropdown>
        </Menu>
      ) : null}
      <Asked {...{ asking, entry, document, language, run }} onClose={() => { setAsking(null) }} />
    </div>
  )
}
