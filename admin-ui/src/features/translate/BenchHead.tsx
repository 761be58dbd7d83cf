import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ReactNode } from 'react'
import type { Schemas } from '@/api/client'
import { LocaleStrip, stripOrder, type StripCell } from '@/ui/LocaleStrip'
import { ScreenHead } from '@/ui/Screen'
import { signOf, stateWords } from '@/ui/states'

interface HeadProps {
  entry: Schemas['EntryView']
  document: Schemas['DocumentView']
  locales: readonly string[]
  type: Schemas['Type']
  children: ReactNode
}

/** The name of the entry and its languages. */
export function BenchHead({ entry, document, locales, type, children }: HeadProps) {
  const { t, i18n } = useTranslation()
  const cells: StripCell[] = stripOrder(entry.documents, entry.source_locale, locales).map((one) => ({
    locale: one.locale,
    sign: signOf(one),
    words: stateWords(one, t),
    ...(one.counts ? { stale: one.counts.stale } : {}),
    locked: !one.can.includes('save') && !one.can.includes('segments'),
    source: one.locale === entry.source_locale,
  }))
  return (
    <ScreenHead title={entry.title} lang={entry.source_locale} crumb={type.names[i18n.language]?.one ?? type.name}>
      <LocaleStrip
        cells={cells}
        current={document.locale}
        link={({ cell, className, children: inside }) => (
          <Link
            to={cell.source || cell.locale === 'und' ? '/entries/$id/$locale' : '/translate/$id/$locale'}
            params={{ id: entry.id, locale: cell.locale }}
            search={((before: Record<string, unknown>) => (typeof before.at === 'string' ? { at: before.at } : {})) as never}
            className={className}
            aria-current={cell.locale === document.locale ? 'page' : undefined}
          >
            {inside}
          </Link>
        )}
      />
      {children}
    </ScreenHead>
  )
}
