import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Present } from '@/api/live'
import { languageName } from '@/lib/format'
import { documentPath } from '../DocumentLink'
import { Presence } from '../Presence'
import { usePeople } from './Live'
import { usePresence } from './usePresence'

interface Props {
  entry: string
  locale: string
  /** The language the entry was written in: it decides which screen a colleague is on. */
  source: string
  /** The field or segment this person is at. */
  at?: string | undefined
}

/** Says that this document is open here, and shows who else has the entry open; pressing somebody goes to her place. */
export function DocumentPresence({ entry, locale, source, at }: Props) {
  usePresence(entry, locale, at)
  const { t, i18n } = useTranslation()
  const navigate = useNavigate()
  const people = onceEach(usePeople(entry), locale)
  return (
    <Presence
      people={people.map((one) => ({
        id: one.user,
        name: one.name,
        where: t('presence.where', { name: one.name, language: languageName(one.locale, i18n.language, t('state.sharedPart')) }),
      }))}
      onGo={({ id }) => {
        const one = people.find((p) => p.user === id)
        if (!one) return
        const to = documentPath({ entry, locale: one.locale, source })
        void navigate({ to: to as '/', search: (one.at ? { at: one.at } : {}) as never })
      }}
    />
  )
}

/** Somebody with two tabs is one person, in the language of this screen if one of them shows it. */
function onceEach(people: readonly Present[], locale: string): Present[] {
  const by = new Map<string, Present>()
  for (const one of people) if (!by.has(one.user) || one.locale === locale) by.set(one.user, one)
  return [...by.values()]
}

/** Who is at which field or segment of a document, by its place: for the coloured edge and the initials there. */
export function usePeopleAt(entry: string, locale: string): ReadonlyMap<string, Present[]> {
  const people = usePeople(entry)
  return useMemo(() => {
    const by = new Map<string, Present[]>()
    for (const one of people) {
      if (one.locale === locale && one.at) by.set(one.at, [...(by.get(one.at) ?? []), one])
    }
    return by
  }, [people, locale])
}
