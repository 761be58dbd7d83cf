import { Button, Radio } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { typesQuery } from '@/api/queries'
import { languageName, list } from '@/lib/format'
import { declarable, remaining } from '@/lib/impact'
import { readable } from '@/lib/review'
import { DiffText } from '../DiffText'
import classes from './Sentences.module.css'

interface Props {
  impact: Schemas['Impact']
  document: Schemas['DocumentView']
  minor: ReadonlySet<string>
  onMinor: (keys: ReadonlySet<string>) => void
}

/** What the change asks of translators, and for each changed sentence whether they have to look at all. */
export function Sentences({ impact, document, minor, onMinor }: Props) {
  const { t } = useTranslation('verbs')
  const label = useLabels(document.type)
  const own = declarable(impact.changes)
  const declare = (key: string, is: boolean) => {
    const next = new Set(minor)
    if (is) next.add(key)
    else next.delete(key)
    onMinor(next)
  }
  if (impact.changes.length === 0) return <p className={classes.radius}>{t('impact.unchanged')}</p>
  return (
    <section className={classes.sentences} aria-label={t('impact.title')}>
      <Radius impact={impact} minor={minor} />
      {own.length > 1 ? (
        <div className={classes.all}>
          <Button variant="default" h={32} disabled={minor.size === 0} onClick={() => { onMinor(new Set()) }}>{t('impact.allLook')}</Button>
          <Button variant="default" h={32} disabled={own.every((one) => minor.has(one.key))} onClick={() => { onMinor(new Set(own.map((one) => one.key))) }}>{t('impact.allSame')}</Button>
        </div>
      ) : null}
      <ol>
        {impact.changes.map((one, index) => (
          <Sentence key={one.key} change={one} number={index + 1} label={label(one.field)} lang={document.locale} minor={minor.has(one.key)} onMinor={(is) => { declare(one.key, is) }} />
        ))}
      </ol>
      {own.length > 0 ? <p className={classes.help}>{t('submit.sameHelp')}</p> : null}
    </section>
  )
}

/** "Changes 61 words in 6 languages, about 12 minutes." It follows what is declared, and says so aloud. */
export function Radius({ impact, minor }: { impact: Schemas['Impact']; minor: ReadonlySet<string> }) {
  const { t, i18n } = useTranslation('verbs')
  const left = remaining(impact, minor)
  return (
    <p className={classes.radius} role="status">
      {left.languages.length === 0 ? (
        t('impact.none')
      ) : (
        <>
          <b>{t('impact.words', { count: left.words })} {t('impact.languages', { count: left.languages.length })}</b>, {t('impact.minutes', { count: left.minutes })}
          <span>{list(left.languages.map((one) => languageName(one, i18n.language)), i18n.language)}</span>
        </>
      )}
    </p>
  )
}

interface SentenceProps {
  change: Schemas['ImpactChange']
  number: number
  label: string
  lang: string
  minor: boolean
  onMinor: (is: boolean) => void
}

function Sentence({ change, number, label, lang, minor, onMinor }: SentenceProps) {
  const { t } = useTranslation('verbs')
  return (
    <li className={classes.sentence}>
      <h3>
        {number}. {label} {change.op === 'changed' ? null : <span>{t(change.op === 'added' ? 'impact.added' : 'impact.removed')}</span>}
      </h3>
      <p className={classes.text}><DiffText tokens={readable(change.diff)} lang={lang} /></p>
      {change.op === 'changed' ? (
        <fieldset className={classes.choice} role="radiogroup" aria-label={t('impact.ask', { number, field: label })}>
          <Radio name={change.key} checked={!minor} label={t('submit.look')} onChange={() => { onMinor(false) }} />
          <Radio name={change.key} checked={minor} label={t('submit.same')} onChange={() => { onMinor(true) }} />
        </fieldset>
      ) : null}
    </li>
  )
}

/** The names of the fields of a type, by the names that segments give them. */
export function useLabels(type: string): (field: string) => string {
  const { i18n } = useTranslation()
  const { data: types } = useQuery(typesQuery)
  const fields = types?.find((one) => one.name === type)?.fields ?? []
  return (name) => {
    const field = fields.find((one) => one.name === name.split('.')[0])
    return field?.labels[i18n.language] ?? field?.labels.en ?? name
  }
}
