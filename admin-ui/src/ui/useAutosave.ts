import { useCallback, useEffect, useRef, useState } from 'react'
import { isProblem, Offline, Problem } from '@/api/problem'
import { dirty, fresh, overtaken, step, type SaveEvent, type SaveStatus } from '@/lib/autosave'
import type { Outbox } from '@/lib/outbox'
import { reasonOf } from './reason'

export interface Autosave<T> {
  status: SaveStatus
  /** The text as it is now; call it with every change. */
  edit: (value: T) => void
  /** Saves now: on blur, with Ctrl+S. */
  flush: () => void
  /** Goes on after a conflict, with the merged text, on the version it was merged with. */
  resolve: (value: T, version: number, base: T) => void
  /** Goes on from a newer text of the server; false if something is unsent, which then has to be merged. */
  adopt: (value: T, version: number) => boolean
  /** True while something is written that the server does not have. */
  unsent: () => boolean
  /** The version that the next save is made on. */
  version: () => number
}

interface Options<T> {
  /** Names the text among the unsent ones of this account: "entry/locale". */
  place: string
  outbox: Outbox
  /** The text as the server has it; later ones (after saves) are followed by themselves. */
  base: T
  version: number
  /** Sends the text; resolves to the version it then has. */
  send: (value: T, version: number) => Promise<{ version: number }>
  /** The text was kept in this browser and overtaken meanwhile: it is not sent before resolve; then these are its own. */
  conflict?: { mine: T; base: T; version: number } | undefined
  /** Somebody saved before: version_mismatch. */
  onConflict: (problem: Problem) => void
}

function eventOf(error: unknown, conflict: (p: Problem) => void): SaveEvent {
  if (error instanceof Offline) return { type: 'offline' }
  if (isProblem(error)) {
    if (error.status === 401) return { type: 'signedOut' }
    if (error.code === 'version_mismatch' || error.code === 'segment_conflict') {
      conflict(error)
      return { type: 'conflict' }
    }
    if (error.status >= 500 || error.status === 429) return { type: 'offline' }
    return { type: 'refused', reason: reasonOf(error) }
  }
  return { type: 'refused', reason: reasonOf(error) }
}

interface Saver<T> {
  happen: (event: SaveEvent) => void
  text: { mine: T; base: T; version: number }
  unsent: () => boolean
  stop: () => void
}

/** Carries out what the state machine of lib/autosave decides. */
function newSaver<T>(options: () => Options<T>, say: (status: SaveStatus) => void): Saver<T> {
  const { base, version, conflict } = options()
  let machine = conflict ? overtaken : fresh
  let timer: ReturnType<typeof setTimeout> | undefined
  const deliver = async () => {
    const { mine } = saver.text
    try {
      const saved = await options().send(mine, saver.text.version)
      saver.text = { ...saver.text, base: mine, version: saved.version }
      saver.happen({ type: 'done', at: Date.now() })
    } catch (error) {
      saver.happen(eventOf(error, options().onConflict))
    }
  }
  const saver: Saver<T> = {
    text: conflict ?? { mine: base, base, version },
    unsent: () => dirty(machine),
    stop: () => {
      clearTimeout(timer)
      saver.happen({ type: 'now' })
    },
    happen: (event) => {
      const { outbox, place } = options()
      const [next, effects] = step(machine, event)
      machine = next
      say(next.status)
      for (const effect of effects) {
        if (effect.do === 'keep') void outbox.keep(place, { ...saver.text, keptAt: Date.now() })
        if (effect.do === 'forget') void outbox.forget(place)
        if (effect.do === 'send') void deliver()
        if (effect.do === 'wait') {
          clearTimeout(timer)
          timer = setTimeout(() => {
            saver.happen({ type: 'now' })
          }, effect.ms)
        }
      }
    },
  }
  return saver
}

/**
 * Saves a text by itself: after a pause, on blur, when the connection is back;
 * and keeps it in this browser until the server has it. For another place, give
 * the component another key.
 */
export function useAutosave<T>(options: Options<T>): Autosave<T> {
  const latest = useRef(options)
  const [status, setStatus] = useState<SaveStatus>(options.conflict ? overtaken.status : fresh.status)
  const [saver] = useState(() => newSaver(() => latest.current, setStatus))
  useEffect(() => {
    latest.current = options
  })
  useEffect(() => {
    const now = () => {
      saver.happen({ type: 'now' })
    }
    const leave = (event: BeforeUnloadEvent) => {
      if (saver.unsent()) event.preventDefault()
    }
    window.addEventListener('online', now)
    window.addEventListener('beforeunload', leave)
    return () => {
      window.removeEventListener('online', now)
      window.removeEventListener('beforeunload', leave)
      saver.stop()
    }
  }, [saver])

  const edit = useCallback(
    (mine: T) => {
      saver.text = { ...saver.text, mine }
      saver.happen({ type: 'edit' })
    },
    [saver],
  )
  const flush = useCallback(() => {
    saver.happen({ type: 'now' })
  }, [saver])
  const resolve = useCallback(
    (mine: T, version: number, base: T) => {
      saver.text = { mine, base, version }
      saver.happen({ type: 'resolved' })
    },
    [saver],
  )
  const adopt = useCallback(
    (mine: T, version: number) => {
      if (saver.unsent()) return false
      saver.text = { mine, base: mine, version }
      return true
    },
    [saver],
  )
  const version = useCallback(() => saver.text.version, [saver])
  return { status, edit, flush, resolve, adopt, unsent: saver.unsent, version }
}
