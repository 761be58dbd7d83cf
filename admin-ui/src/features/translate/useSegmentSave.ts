import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Problem } from '@/api/problem'
import type { SaveStatus } from '@/lib/autosave'
import type { Outbox } from '@/lib/outbox'
import { plain, type Code } from '@/lib/segmentText'
import { useAutosave } from '@/ui/useAutosave'
import type { Segment, Workbench, Written } from './useWorkbench'

interface Options {
  segment: Segment
  work: Workbench
  outbox: Outbox
  place: string
  onStatus: (status: SaveStatus) => void
}

export interface SegmentSave {
  edit: (written: Written) => void
  flush: () => void
  /** The text as it is now. */
  current: () => Written
  /** The hash of the text that the server has, for comparing. */
  hash: () => string
  /** Resolves when no save is under way. */
  settle: () => Promise<void>
  /** Characters of the text as it reads. */
  length: number
  /** What somebody else wrote into this segment meanwhile. */
  theirs: Theirs | null
  keepMine: () => void
  takeTheirs: () => string
  /** Somebody else's text was there when this one was to be confirmed. */
  conflict: (problem: Problem) => void
  /** Text that this browser kept of an earlier visit. */
  kept: Written | null
}

interface Theirs {
  text: string
  hash: string
  inline?: Code[]
}

interface Current extends Theirs {
  key: string
}

const empty = { text: '', hash: '' }

/** Saves one segment by itself, compared with the text it replaces. */
export function useSegmentSave({ segment, work, outbox, place, onStatus }: Options): SegmentSave {
  const start = useMemo<Written>(() => ({ text: segment.target.text, inline: segment.target.inline ?? [] }), []) // eslint-disable-line react-hooks/exhaustive-deps -- what was there when the segment was opened
  const hashRef = useRef(segment.target.text === '' && !segment.target.from ? '' : segment.target.hash)
  const writtenRef = useRef(start)
  const pendingRef = useRef<Promise<unknown>>(Promise.resolve())
  const [length, setLength] = useState(() => plain(start.text).length)
  const [theirs, setTheirs] = useState<Theirs | null>(null)
  const [kept, setKept] = useState<Written | null>(null)

  const send = async (written: Written) => {
    const sent = work.type(segment, written, hashRef.current)
    pendingRef.current = sent.catch(() => undefined)
    const fresh = await sent
    hashRef.current = fresh.segments.find((one) => one.key === segment.key)?.target.hash ?? ''
    return { version: fresh.version }
  }
  const onConflict = (problem: Problem) => {
    const current = problem.extra.current as Current[] | undefined
    setTheirs(current?.find((one) => one.key === segment.key) ?? empty)
  }
  const save = useAutosave<Written>({ place, outbox, base: start, version: 0, send, onConflict })
  const { edit, flush, resolve, status } = save
  useEffect(() => {
    onStatus(status)
  }, [onStatus, status])
  useEffect(() => {
    let gone = false
    void outbox.find<Written>(place).then((unsent) => {
      if (gone || !unsent || unsent.mine.text === start.text) return
      // Saved over the text it was written over: a newer one is met as a conflict, not replaced.
      hashRef.current = unsent.mine.over ?? ''
      setKept(unsent.mine)
    })
    return () => {
      gone = true
    }
  }, [outbox, place, start])
  const put = useCallback(
    (written: Written) => {
      writtenRef.current = written
      setLength(plain(written.text).length)
      edit({ ...written, over: hashRef.current })
    },
    [edit],
  )
  return {
    edit: put,
    flush,
    current: () => writtenRef.current,
    hash: () => hashRef.current,
    settle: () => pendingRef.current.then(() => undefined),
    length,
    theirs,
    kept,
    conflict: onConflict,
    keepMine: () => {
      hashRef.current = theirs?.hash ?? ''
      setTheirs(null)
      resolve(writtenRef.current, 0, writtenRef.current)
    },
    takeTheirs: () => {
      const text = theirs?.text ?? ''
      hashRef.current = theirs?.hash ?? ''
      setTheirs(null)
      writtenRef.current = { text, inline: [] }
      resolve(writtenRef.current, 0, writtenRef.current)
      return text
    },
  }
}

