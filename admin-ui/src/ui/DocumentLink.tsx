import { Link } from '@tanstack/react-router'
import type { ComponentPropsWithoutRef, ReactNode } from 'react'

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

// The rest, such as data-cell and onFocus of a grid, goes to the link.
interface Props extends DocumentRef, Pick<ComponentPropsWithoutRef<'a'>, 'onFocus' | 'tabIndex'> {
  children: ReactNode
  className?: string
  current?: boolean
  label?: string
}

/** A link to the screen where a document is worked on. */
export function DocumentLink({ children, className, current = false, label, at, entry, locale, source, detached = false, ...rest }: Props) {
  // The screens are other features; their addresses are a promise between them.
  const to = documentPath({ entry, locale, source, detached }) as '/'
  return (
    <Link
      to={to}
      {...(at ? { search: { at } as never } : {})}
      {...(className ? { className } : {})}
      {...rest}
      aria-label={label}
      aria-current={current ? 'page' : undefined}
      activeProps={{}}
    >
      {children}
    </Link>
  )
}
