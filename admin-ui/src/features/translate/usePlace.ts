import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { shown, type Show } from './Filters'
import type { Tab } from './HelpPanel'
import type { Segment, Segments } from './useWorkbench'

const route = getRouteApi('/shell/translate/$id/$locale')

interface Options {
  view: Segments
  /** Open threads by segment. */
  talk: ReadonlyMap<string, number>
  mayWrite: boolean
}

/** Which segments are shown, which one is chosen, and whether it is being written. All but the last is in the address. */
export function usePlace({ view, talk, mayWrite }: Options) {
  const { show = 'all', at, tab } = route.useSearch()
  const { id, locale } = route.useParams()
  const navigate = useNavigate()
  // What was just finished stays on the screen until the filter is chosen anew.
  const [kept, setKept] = useState<{ show: Show; keys: readonly string[] } | null>(null)
  // The segment whose editor was left; it stays chosen.
  const [resting, setResting] = useState<string | null>(null)
  // Whoever comes by a link to a segment that people talk about comes for what they say.
  const [landed] = useState(at)
  const [forTalk, setForTalk] = useState(false)
  if (!forTalk && landed !== undefined && talk.has(landed)) setForTalk(true)
  const visible = useMemo(() => {
    if (kept?.show === show) return view.segments.filter((one) => kept.keys.includes(one.key))
    // The open one stays, whatever typing makes of its state.
    return view.segments.filter((one) => one.key === at || shown(one, show, view, talk))
  }, [view, show, kept, talk, at])
  const chosen = view.segments.find((one) => one.key === at) ?? null
  const go = useCallback(
    (to: { key?: string | undefined; show?: Show; tab?: Tab | undefined }) => {
      void navigate({
        to: '/translate/$id/$locale',
        params: { id, locale },
        search: { ...((to.show ?? 'all') === 'all' ? {} : { show: to.show }), ...(to.key ? { at: to.key } : {}), ...(to.tab ? { tab: to.tab } : {}) },
        replace: true,
        resetScroll: false,
      })
    },
    [navigate, id, locale],
  )
  const open = useCallback(
    (key: string | undefined) => {
      setResting(null)
      go({ key, show, tab })
    },
    [go, show, tab],
  )
  // Whoever comes for what is to do, from one text to the next, goes on writing at once.
  const begun = useRef(false)
  useEffect(() => {
    if (begun.current || !mayWrite) return // not before what this browser kept is delivered
    begun.current = true
    if (show === 'todo' && at === undefined && visible[0]) open(visible[0].key)
  }, [mayWrite, show, at, visible, open])
  const place = visible.findIndex((one) => one.key === at)
  return {
    show,
    visible,
    chosen,
    /** The segment that has the editor. */
    active: mayWrite && chosen && chosen.key !== resting && visible.includes(chosen) ? chosen : null,
    resting,
    /** Something was finished just now, and nothing is left. */
    finished: kept !== null && chosen === null,
    next: visible[place < 0 ? 0 : place + 1],
    tab: tab ?? (forTalk && at === landed ? 'comments' : 'help'),
    open,
    filter: (to: Show) => {
      setKept(null)
      go({ show: to, tab })
    },
    toTab: (to: Tab) => { go({ key: at, show, tab: to }) },
    step: (by: 1 | -1) => {
      const to = visible[place < 0 ? (by === 1 ? 0 : visible.length - 1) : place + by]
      if (to) open(to.key)
    },
    leave: () => { setResting(at ?? null) },
    /** Goes to the next segment that asks for work; the list keeps the one that was just done. */
    finish: (key: string, fresh: Segments) => {
      setKept({ show, keys: visible.map((one) => one.key) })
      const from = fresh.segments.findIndex((one) => one.key === key)
      const todo = (one: Segment) => one.status !== 'current' && visible.some((other) => other.key === one.key)
      open((fresh.segments.slice(from + 1).find(todo) ?? fresh.segments.slice(0, from).find(todo))?.key)
    },
  }
}

export type Place = ReturnType<typeof usePlace>
