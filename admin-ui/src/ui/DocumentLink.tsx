import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

export interface DocumentRef {
  entry: string
  locale: string
  source: string
  /** A translation that is written like an original, apart from its source. */
  detached?: boolean
  /** The block or segment to show; never an index. */
  at?: string
}

/** Where a document is worked on: translations in the workbench, everything else in the editor. */
export function documentPath({ entry, locale, source, detached = false, at }: DocumentRef): string {
  const screen = locale === source || locale === 'und' || detached ? 'entries' : 'translate'
  return `/${screen}/${entry}/${locale}${at ? `?at=${encodeURIComponent(at)}` : ''}`
}

interface Props extends DocumentRef {
  children: ReactNode
  className?: string
  current?: boolean
  tabIndex?: number
  label?: string
}

/** A link to the screen where a document is worked on. */
export function DocumentLink({ children, className, current = false, tabIndex, label, at, ...ref }: Props) {
  // The screens are other features; their addresses are a promise between them.
  const to = documentPath(ref) as '/'
  return (
    <Link
      to={to}
      {...(at ? { search: { at } as never } : {})}
      {...(className ? { className } : {})}
      {...(tabIndex === undefined ? {} : { tabIndex })}
      aria-label={label}
      aria-current={current ? 'page' : undefined}
      activeProps={{}}
    >
      {children}
    </Link>
  )
}
