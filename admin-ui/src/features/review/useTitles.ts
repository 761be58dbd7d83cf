import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Schemas } from '@/api/client'
import { titlesQuery } from '@/api/queries'

/** The titles of other entries by their ids, for relations; asked for only when a type has any. */
export function useTitles(type: Schemas['Type']): (id: string) => string | undefined {
  const { data } = useQuery({ ...titlesQuery, enabled: type.fields.some((field) => field.target !== undefined) })
  return useMemo(() => {
    const titles = new Map(data?.map((one) => [one.id, one.title]))
    return (id) => titles.get(id)
  }, [data])
}
