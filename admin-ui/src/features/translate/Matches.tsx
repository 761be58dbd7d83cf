import { useMutation, useQueries, useQuery } from '@tanstack/react-query'
import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api, placeOf } from '@/api/client'
import { entryQuery } from '@/api/queries'
import { day, shortDay } from '@/lib/format'
import type { Action } from '@/lib/keymap'
import { DiffText } from '@/ui/DiffText'
import { KeyHint, useKey } from '@/ui/keys'
import { SegmentText } from '@/ui/SegmentText'
import { numbered } from './matches'
import { usePen } from './pen'
import { codesOf } from './segmentDoc'
import { machineQuery, type Help } from './useHelp'
import type { Segment, Segments } from './useWorkbench'
import { reasonOf } from '@/ui/reason'
import classes from './Workbench.module.css'

interface Props {
  segment: Segment
  view: Segments
  help: Help | undefined
  /** Whether there is an editor to put a match into. */
  open: boolean
}

const keysOf: readonly Action[] = ['workbench.match1', 'workbench.match2', 'workbench.match3', 'workbench.match4', 'workbench.match5']

/** The approved text from before, and what the memory knows; each is taken with its key. */
export function Matches({ segment, view, help, open }: Props) {
  const { t, i18n } = useTranslation('translate')
  const pen = usePen()
  const { former } = segment
  const all = numbered(former?.text, help?.matches ?? [], { entry: view.entry, key: segment.key })
  const titles = useTitlesOf(all.flatMap((one) => (one.match?.entry ? [one.match.entry] : [])))
  const codes = codesOf(segment.inline, segment.target.inline)
  const take = (at: number) => () => {
    const one = all[at]
    if (one) pen.current?.take(one.text)
  }
  useKey('workbench.match1', take(0), open && all.length > 0)
  useKey('workbench.match2', take(1), open && all.length > 1)
  useKey('workbench.match3', take(2), open && all.length > 2)
  useKey('workbench.match4', take(3), open && all.length > 3)
  useKey('workbench.match5', take(4), open && all.length > 4)
  return (
    <section>
      <h3>{t('matches')}</h3>
      {all.length === 0 && help ? <p className={classes.quiet}>{t('noMatches')}</p> : null}
      {all.map(({ match, text }, index) => {
        const author = match ? help?.people.find((one) => one.id === match.author)?.name : undefined
        return (
          <Candidate key={match?.id ?? 'former'} hint={keysOf[index]} onTake={open ? take(index) : undefined} former={!match}
            head={match ? percent(match.score, i18n.language) : t('before')}
            origin={
              match
                ? [match.entry === view.entry ? t('sameEntry') : (titles.get(match.entry) ?? t('imported')), author, shortDay(match.at, i18n.language)].filter(Boolean).join(', ')
                : t('formerOrigin', { when: day(former?.at ?? '', i18n.language), number: former?.number ?? 0 })
            }
            label={[match?.kind === 'context' ? t('sameContext') : '', match?.origin === 'machine' ? t('machineText') : '', match?.reversed ? t('reversed') : ''].filter(Boolean).join(' · ')}
          >
            {match?.diff ? <span className={classes.matchSource} lang={view.follows}><DiffText tokens={match.diff} codes={codes} /></span> : null}
            <span lang={view.locale}>{!match && former?.diff ? <DiffText tokens={former.diff} codes={codes} /> : <SegmentText text={text} codes={codes} />}</span>
          </Candidate>
        )
      })}
      {segment.status === 'missing' && open ? <Suggestion key={segment.key} segment={segment} view={view} /> : null}
    </section>
  )
}

function percent(score: number, language: string): string {
  return new Intl.NumberFormat(language, { style: 'percent' }).format(score / 100)
}

/** Titles of entries, by id. */
export function useTitlesOf(ids: readonly string[]): ReadonlyMap<string, string> {
  return useQueries({
    queries: [...new Set(ids)].map((id) => ({ ...entryQuery(id), staleTime: 5 * 60_000 })),
    combine: (all) => new Map(all.flatMap(({ data }) => (data ? [[data.id, data.title] as const] : []))),
  })
}

interface CandidateProps {
  head: string
  origin: string
  label?: string
  former?: boolean
  hint: Action | undefined
  onTake: (() => void) | undefined
  children: ReactNode
}

function Candidate({ head, origin, label = '', former = false, hint, onTake, children }: CandidateProps) {
  const inside = (
    <>
      <b>{head}</b>
      <span className={classes.matchText}>{children}</span>
      <span className={classes.origin}>
        <span>
          {origin}
          {label ? <em> · {label}</em> : null}
        </span>
        {hint && onTake ? <KeyHint action={hint} /> : null}
      </span>
    </>
  )
  // A press takes it; the focus goes to the text, where the work goes on.
  return onTake ? (
    <button type="button" className={classes.match} data-former={former || undefined} onClick={onTake}>
      {inside}
    </button>
  ) : (
    <div className={classes.match} data-former={former || undefined}>
      {inside}
    </div>
  )
}

/** What a machine makes of a sentence that nobody has translated; asked for, because it costs. */
function Suggestion({ segment, view }: { segment: Segment; view: Segments }) {
  const { t } = useTranslation('translate')
  const pen = usePen()
  const { data: machine } = useQuery(machineQuery)
  const suggest = useMutation({
    mutationFn: () => answer(api.POST('/api/desk/entries/{id}/documents/{locale}/suggestion', { params: { path: placeOf(view.entry, view.locale) }, body: { key: segment.key } })),
  })
  if (!machine?.enabled) return null
  const made = suggest.data
  if (made) {
    return (
      <Candidate head={t('machineShort')} origin={t('machineOrigin', { provider: made.provider })} hint={undefined} onTake={() => { pen.current?.take(made.text, true) }}>
        <span lang={view.locale}><SegmentText text={made.text} codes={codesOf(segment.inline, [])} /></span>
      </Candidate>
    )
  }
  return (
    <>
      <Button variant="default" size="compact-md" loading={suggest.isPending} onClick={() => { suggest.mutate() }}>
        {t('askMachine', { provider: machine.provider ?? '' })}
      </Button>
      {suggest.error ? <p className={classes.quiet} role="alert">{reasonOf(suggest.error)}</p> : null}
    </>
  )
}
