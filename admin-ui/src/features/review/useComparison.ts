import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Schemas } from '@/api/client'
import { rowsOf, type Row } from '@/lib/review'
import { diffQuery, revisionQuery, sentencesQuery, type Document } from './queries'
import { useTitles } from './useTitles'

interface Wanted {
  document: Document
  type: Schemas['Type']
  /** The revision that is read. */
  shown: string
  /** What it is compared with, or null. */
  base: string | null
  all: boolean
}

export interface Comparison {
  rows: Row[] | null
  /** How many rows differ; null while there is nothing to compare with. */
  changed: number | null
  error: Error | null
  retry: () => void
}

/** The rows of a review or of two revisions of the history. */
export function useComparison({ document, type, shown, base, all }: Wanted): Comparison {
  const { entry, locale, follows } = document
  const newest = shown === document.revision
  const diff = useQuery({ ...diffQuery(entry, locale, base ?? '', shown), enabled: base !== null })
  // The sentences of the source stand beside the newest text only: an older one was made from an older source.
  const segments = useQuery({ ...sentencesQuery(entry, locale), enabled: follows !== undefined && newest })
  const whole = (all || base === null) && !(follows !== undefined && newest)
  const revision = useQuery({ ...revisionQuery(entry, locale, shown), enabled: whole })
  const nameOf = useTitles(type)
  const ready = (base === null || diff.data !== undefined) && (!whole || revision.data !== undefined) && (!segments.isLoading)
  const rows = useMemo(() => {
    if (!ready) return null
    return rowsOf(
      {
        changes: base === null ? null : (diff.data?.changes ?? []),
        segments: segments.data?.segments ?? null,
        values: revision.data?.fields ?? null,
        fields: type.fields.filter((field) => field.localized === (locale !== 'und')).map((field) => field.name),
        all,
      },
      nameOf,
    )
  }, [ready, base, diff.data, segments.data, revision.data, type, locale, all, nameOf])
  const failed = [diff, segments, revision].find((one) => one.error)
  return { rows, changed: base === null ? null : (diff.data?.changes.length ?? null), error: failed?.error ?? null, retry: () => void failed?.refetch() }
}
