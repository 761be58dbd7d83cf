import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isProblem } from '@/api/problem'
import type { Outbox } from '@/lib/outbox'
import { useToast } from '@/ui/toast'
import type { Segments, Workbench, Written } from './useWorkbench'

interface Options {
  view: Segments
  work: Workbench
  outbox: Outbox
  mayWrite: boolean
}

interface Delivered {
  saved: number
  /** The segments whose text met a newer one, or was refused: it stays in this browser. */
  overtaken: string[]
}

/** Sends every sentence of this translation that the browser kept, each over the text it was written over. */
async function deliver({ view, work, outbox }: Options): Promise<Delivered> {
  const done: Delivered = { saved: 0, overtaken: [] }
  const place = `${view.entry}/${view.locale}`
  for (const { key, unsent } of await outbox.within<Written>(place)) {
    const segment = view.segments.find((one) => one.key === key)
    if (!segment) {
      done.overtaken.push(key)
      continue
    }
    try {
      if (segment.target.text !== unsent.mine.text) {
        await work.type(segment, unsent.mine, unsent.mine.over ?? '')
        done.saved += 1
      }
      await outbox.forget(`${place}/${key}`)
    } catch (error) {
      // Without a connection, or signed out, the text waits for the next time the work is opened.
      if (isProblem(error) && error.status < 500 && error.status !== 401) done.overtaken.push(key)
    }
  }
  return done
}

/** Saves what was kept of an earlier visit, before anything else is written; says how much it was and what was overtaken. */
export function useKept(options: Options) {
  const { t } = useTranslation('translate')
  const toast = useToast()
  const [ready, setReady] = useState(!options.mayWrite)
  const [overtaken, setOvertaken] = useState<readonly string[]>([])
  const begun = useRef(false)
  useEffect(() => {
    if (begun.current || !options.mayWrite) return
    begun.current = true
    void deliver(options)
      .then((done) => {
        if (done.saved > 0) toast({ message: t('kept.saved', { count: done.saved }) })
        setOvertaken(done.overtaken)
      })
      .catch(() => undefined) // a browser that keeps nothing has nothing to deliver
      .finally(() => { setReady(true) })
  }, [options, t, toast])
  return { ready, overtaken }
}
