import { Button, Checkbox } from '@mantine/core'
import { useQueries, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { documentQuery, localesQuery } from '@/api/queries'
import { languageName, list } from '@/lib/format'
import { Dialog } from '../Dialog'
import { stripOrder } from '../LocaleStrip'
import { stateWords } from '../states'
import { publishable } from './publishable'
import { useVerb } from './useVerb'
import { codeReason, placeReason } from '../reason'
import classes from './VerbBar.module.css'

interface Props {
  entry: Schemas['EntryView']
  /** The language that was on the screen; it alone is ticked. */
  current: string
  onClose: () => void
}

type Document = Schemas['DocumentView']

/** Publishes the chosen languages in one step; none is touched that is not ticked. */
export function PublishDialog({ entry, current, onClose }: Props) {
  const { t, i18n } = useTranslation('verbs')
  const { data: locales } = useQuery(localesQuery)
  const order = stripOrder(entry.documents, entry.source_locale, (locales ?? []).map((one) => one.code))
  const documents = useQueries({ queries: order.map((one) => documentQuery(entry.id, one.locale)) })
    .map((one) => one.data)
    .filter((one) => one !== undefined)
  const shared = documents.find((one) => one.locale === 'und')
  const needsShared = shared !== undefined && !shared.live && publishable(shared)
  const [ticked, setTicked] = useState<readonly string[]>([current])
  const chosen = documents.filter((one) => publishable(one, shared) && (ticked.includes(one.locale) || (needsShared && one.locale === 'und')))
  const publish = useVerb(entry.id)
  const name = (locale: string) => languageName(locale, i18n.language, t('sharedPart'))
  const send = () => {
    // The shared part first: nothing goes live before it.
    const [first, ...rest] = chosen.toSorted((a, b) => Number(b.locale === 'und') - Number(a.locale === 'und'))
    if (!first) return
    publish.mutate(
      {
        locale: first.locale,
        verb: 'publish',
        body: {
          ...(first.revision ? { revision: first.revision } : {}),
          also: rest.map((one) => ({ locale: one.locale, ...(one.revision ? { revision: one.revision } : {}) })),
        },
      },
      { onSuccess: onClose },
    )
  }
  const label = t('publish.action', { languages: list(chosen.map((one) => name(one.locale)), i18n.language) })
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('publish.title', { title: entry.title })}
      size={560}
      actions={
        <Button disabled={chosen.length === 0} loading={publish.isPending} onClick={send}>
          {chosen.length === 0 ? t('publish.nothing') : label}
        </Button>
      }
    >
      <ul className={classes.rows}>
        {documents.map((one) => (
          <PublishRow
            key={one.locale}
            document={one}
            shared={shared}
            name={name(one.locale)}
            checked={chosen.includes(one)}
            forced={needsShared && one.locale === 'und'}
            onTick={(on) => { setTicked((now) => (on ? [...now, one.locale] : now.filter((other) => other !== one.locale))) }}
          />
        ))}
      </ul>
    </Dialog>
  )
}

interface RowProps {
  document: Document
  shared: Document | undefined
  name: string
  checked: boolean
  forced: boolean
  onTick: (on: boolean) => void
}

function PublishRow({ document, shared, name, checked, forced, onTick }: RowProps) {
  const { t } = useTranslation('verbs')
  const { t: common } = useTranslation()
  const possible = publishable(document, shared)
  const blocked = document.blocked.find((one) => one.verb === 'publish')
  const why = () => {
    if (possible) return null
    if (document.live && !document.live.edited_since) return t('publish.isOut')
    if (blocked) {
      const first = blocked.problems?.[0]
      return first ? placeReason(first) : t(`blocked.${blocked.code as 'four_eyes'}`, { defaultValue: codeReason(blocked.code, t('blocked.other')) })
    }
    return document.state === 'approved' ? t('publish.noRight') : t('publish.notApproved')
  }
  return (
    <li className={classes.row}>
      <Checkbox checked={checked} disabled={!possible || forced} label={`${name}: ${stateWords(document, common)}`} onChange={(event) => { onTick(event.currentTarget.checked) }} />
      {why() ? <span className={classes.sub}>{why()}</span> : null}
      {forced ? <span className={classes.sub}>{t('publish.sharedFirst')}</span> : null}
      {checked && document.counts && document.counts.stale > 0 ? (
        <span className={classes.warn}>{t('publish.stale', { count: document.counts.stale })}</span>
      ) : null}
    </li>
  )
}
