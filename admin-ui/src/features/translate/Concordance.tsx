import { SegmentedControl, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { shortDay } from '@/lib/format'
import { SegmentText } from '@/ui/SegmentText'
import { useTitlesOf } from './Matches'
import { usePen } from './pen'
import { concordanceQuery } from './useHelp'
import type { Segments } from './useWorkbench'
import classes from './Workbench.module.css'

export interface Lookup {
  words: string
  side: 'source' | 'target'
  /** Counts the presses of the key; each takes the focus anew. */
  asked: number
}

interface Props {
  view: Segments
  lookup: Lookup
  onLookup: (lookup: Lookup) => void
  /** Whether there is an editor to write into. */
  open: boolean
}

const none = new Map()

/** Where a phrase stands in approved texts of the two languages. */
export function Concordance({ view, lookup, onLookup, open }: Props) {
  const { t, i18n } = useTranslation('translate')
  const pen = usePen()
  const field = useRef<HTMLInputElement>(null)
  const [words] = useDebouncedValue(lookup.words, 250)
  const { data, isFetching, error } = useQuery(concordanceQuery(view.follows, view.locale, words, lookup.side))
  const titles = useTitlesOf((data ?? []).flatMap((one) => (one.entry ? [one.entry] : [])))
  useEffect(() => {
    if (lookup.asked > 0) field.current?.focus()
  }, [lookup.asked])
  return (
    <section>
      <TextInput
        ref={field}
        label={t('concordance.words')}
        value={lookup.words}
        maxLength={500}
        onChange={(event) => { onLookup({ ...lookup, words: event.currentTarget.value, asked: 0 }) }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || !pen.current) return
          event.preventDefault()
          pen.current.focus()
        }}
      />
      <SegmentedControl
        mt={8}
        mb={10}
        size="xs"
        value={lookup.side}
        onChange={(side) => { onLookup({ ...lookup, side: side as Lookup['side'], asked: 0 }) }}
        data={(['source', 'target'] as const).map((side) => ({ value: side, label: t(`concordance.${side}`) }))}
        aria-label={t('concordance.side')}
      />
      {error ? <p className={classes.quiet} role="alert">{t('helpFailed')}</p> : null}
      {words.trim() === '' ? <p className={classes.quiet}>{t('concordance.hint')}</p> : null}
      {data?.length === 0 && !isFetching ? <p className={classes.quiet}>{t('concordance.nothing')}</p> : null}
      <ul className={classes.found} aria-label={t('concordance.results')}>
        {(data ?? []).map((one) => (
          <li key={one.id}>
            <p className={classes.matchSource} lang={view.follows}>
              <SegmentText text={one.source} codes={none} marks={lookup.side === 'source' ? one.places : undefined} />
            </p>
            <p className={classes.matchText} lang={view.locale}>
              <SegmentText text={one.target} codes={none} marks={lookup.side === 'target' ? one.places : undefined} />
            </p>
            <span className={classes.origin}>
              {[titles.get(one.entry) ?? t('imported'), shortDay(one.at, i18n.language)].join(', ')}
              {open ? <button type="button" onClick={() => { pen.current?.insert(one.target) }}>{t('concordance.insert')}</button> : null}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
