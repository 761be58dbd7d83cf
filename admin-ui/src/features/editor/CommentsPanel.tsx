import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { byPath, pathOf } from '@/lib/places'
import { CommentForm } from '@/ui/comments/CommentForm'
import { Threads } from '@/ui/comments/Threads'
import { threadsQuery, type Thread } from '@/ui/comments/useThreads'
import { focusField } from '@/ui/ProblemList'
import { ErrorState, Loading } from '@/ui/status'
import classes from './Editor.module.css'
import { placeName, type Field } from './fields/context'
import type { Document, Fields } from './useForm'

/** The place a comment is being written about: a document, and the server's name for what is in it. */
export interface Spot {
  locale: string
  at: string
}

interface Props {
  document: Document
  fields: readonly Field[]
  spot: Spot | null
  onSpot: (spot: Spot | null) => void
}

interface Group {
  at: string
  path: string | null
  name: string
  threads: Thread[]
}

/** What is said about a text, place by place in the order of its fields; each name leads to its field. */
export function CommentsPanel({ document, fields, spot, onSpot }: Props) {
  const { t } = useTranslation('editor')
  const { data, error, refetch } = useQuery(threadsQuery(document.entry, document.locale))
  const groups = useGroups(document, fields, data ?? [], spot?.locale === document.locale ? spot.at : null)
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <Loading lines={3} />
  const mayDemand = ['approve', 'request_changes'].some((verb) => document.can.includes(verb) || document.blocked.some((one) => one.verb === verb))
  const writesHere = (group: Group) => spot?.locale === document.locale && spot.at === group.at
  return (
    <>
      {groups.length === 0 ? <p className={classes.hint}>{t('commentsNone')}</p> : null}
      {groups.map((group) => (
        <section key={group.at} className={classes.said} aria-label={group.name}>
          <h3>{group.path === null ? group.name : <button type="button" onClick={() => { focusField(group.path ?? '') }}>{group.name}</button>}</h3>
          {group.threads.length > 0 ? <Threads snug threads={group.threads} document={document} /> : null}
          {writesHere(group) && document.can.includes('comment') ? (
            <CommentForm snug key={group.at} document={document} at={group.at} mayDemand={mayDemand} onDone={() => { onSpot(null) }} />
          ) : null}
        </section>
      ))}
    </>
  )
}

function useGroups(document: Document, fields: readonly Field[], threads: readonly Thread[], writing: string | null): Group[] {
  const { t, i18n } = useTranslation('editor')
  const values = document.fields as Fields
  const order = new Map(fields.map((field, index) => [field.name, index]))
  const groups = new Map<string, Group>()
  const group = (at: string): Group => {
    const known = groups.get(at)
    if (known) return known
    const path = pathOf(values, at)
    const name = at === '' ? t('commentsWhole') : path === null ? t('commentsGone') : placeName(path, values, fields, i18n.language)
    const made = { at, path, name, threads: [] as Thread[] }
    groups.set(at, made)
    return made
  }
  if (writing !== null) group(writing)
  for (const one of threads) group(one.at ?? '').threads.push(one)
  const rank = (one: Group) => (one.path === null ? fields.length : (order.get(one.path.split('/')[0] ?? '') ?? fields.length))
  return [...groups.values()].toSorted((a, b) => rank(a) - rank(b) || (a.path ?? '').localeCompare(b.path ?? '', undefined, { numeric: true }))
}

/** How many open threads stand at each path of the form. */
export function openAt(values: Fields, threads: readonly Thread[] | undefined): ReadonlyMap<string, number> {
  const open = (threads ?? []).filter((one) => !one.resolved)
  return new Map([...byPath(values, open, (one) => one.at)].map(([path, list]) => [path, list.length]))
}
