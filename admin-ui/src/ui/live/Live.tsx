import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { createContext, use, useEffect, useMemo, useRef, useSyncExternalStore, type ReactNode } from 'react'
import { newLive, type DocumentNews, type Live, type News, type NewsKind, type Present } from '@/api/live'
import { keys } from '@/api/keys'
import { ofComment, ofDocument, type Affected } from './affected'

interface Here {
  live: Live
  /** How many components hold a document, by "entry/locale". */
  held: Map<string, number>
  me: string
}

const silent: Live = { on: () => () => undefined, people: () => [], pause: () => undefined, resume: () => undefined }
const Context = createContext<Here>({ live: silent, held: new Map(), me: '' })

/** A tab that nobody looks at lets its connection go after this time: a browser has few of them. */
const lookedAway = 30_000

/** One stream of news for this tab. News make old what the interface keeps; they never touch what is being written. */
export function LiveProvider({ me, children }: { me: string; children: ReactNode }) {
  const client = useQueryClient()
  const here = useMemo<Here>(() => ({ live: newLive(), held: new Map(), me }), [me])
  useEffect(() => {
    const { live } = here
    const stop = [forget(here, client), followTab(live)]
    return () => {
      for (const one of stop) one()
      live.pause()
    }
  }, [here, client])
  return <Context value={here}>{children}</Context>
}

/** Connects while somebody looks at the tab. */
function followTab(live: Live): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const look = () => {
    clearTimeout(timer)
    if (document.visibilityState === 'visible') live.resume()
    else timer = setTimeout(live.pause, lookedAway)
  }
  look()
  document.addEventListener('visibilitychange', look)
  return () => {
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', look)
  }
}

/** Makes old what the news are about. News that come together are one request. */
function forget({ live, held }: Here, client: QueryClient): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const pending: Affected = { now: [], later: [] }
  const act = () => {
    timer = undefined
    const ask = (found: Affected['now'], refetchType: 'active' | 'none') => {
      const once = new Map(found.splice(0).map((key) => [JSON.stringify(key), key]))
      for (const queryKey of once.values()) void client.invalidateQueries({ queryKey, refetchType })
    }
    ask(pending.now, 'active')
    ask(pending.later, 'none')
  }
  const note = ({ now, later }: Affected) => {
    pending.now.push(...now)
    pending.later.push(...later)
    timer ??= setTimeout(act, 250)
  }
  const leave = [
    live.on('document', (news) => {
      const known = client.getQueryData<{ version: number }>(keys.document(news.entry, news.locale))?.version
      note(ofDocument(news, held.has(`${news.entry}/${news.locale}`), known))
    }),
    live.on('comment', (news) => { note(ofComment(news)) }),
    live.on('resync', () => {
      const isHeld = (key: readonly unknown[]) => (key[0] === 'document' || key[0] === 'segments') && held.has(`${String(key[1])}/${String(key[2])}`)
      const lists = new Set(['home', 'entries', 'session'])
      void client.invalidateQueries({ predicate: ({ queryKey }) => !lists.has(String(queryKey[0])) && !isHeld(queryKey) })
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session', refetchType: 'none' })
    }),
  ]
  return () => {
    clearTimeout(timer)
    for (const one of leave) one()
  }
}

/** Hears news of one kind while the component is there. */
export function useNews<K extends NewsKind>(kind: K, handler: (news: News[K]) => void): void {
  const { live } = use(Context)
  const latest = useRef(handler)
  useEffect(() => {
    latest.current = handler
  })
  useEffect(() => live.on(kind, (news) => { latest.current(news) }), [live, kind])
}

/** Hears of changes that others made to one document; not of what this tab has saved itself. */
export function useDocumentNews(entry: string, locale: string, handler: (news: DocumentNews) => void): void {
  const client = useQueryClient()
  useNews('document', (news) => {
    if (news.entry !== entry || news.locale !== locale) return
    const known = client.getQueryData<{ version: number }>(keys.document(entry, locale))?.version
    if (known === undefined || known < news.version) handler(news)
  })
}

/** Says that this component has a text under its hands: news of it are told, and load nothing by themselves. */
export function useHold(entry: string, locale: string): void {
  const { held } = use(Context)
  useEffect(() => {
    const place = `${entry}/${locale}`
    held.set(place, (held.get(place) ?? 0) + 1)
    return () => {
      const left = (held.get(place) ?? 1) - 1
      if (left > 0) held.set(place, left)
      else held.delete(place)
    }
  }, [held, entry, locale])
}

/** The others who are there now; with an entry, those who have it open. The list stays the same object until it changes. */
export function usePeople(entry?: string): readonly Present[] {
  const { live, me } = use(Context)
  const all = useSyncExternalStore(
    (changed) => live.on('presence', changed),
    () => live.people(),
  )
  return useMemo(() => all.filter((one) => one.user !== me && (entry === undefined || one.entry === entry)), [all, me, entry])
}
