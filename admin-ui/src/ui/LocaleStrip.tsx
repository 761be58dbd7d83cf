import { IconLock } from '@tabler/icons-react'
import { useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { languageName } from '@/lib/format'
import { StatusGlyph, type Sign } from './Glyph'
import { useKey } from './keys'
import classes from './LocaleStrip.module.css'

export interface StripCell {
  /** "und" is the shared part. */
  locale: string
  sign: Sign
  /** The state in words; see stateWords. */
  words: string
  /** Sentences whose source changed. */
  stale?: number
  /** Readable, but not to be written by this person. */
  locked?: boolean
  source?: boolean
}

/** What a cell has inside, for whoever makes it a link. */
export interface CellParts {
  cell: StripCell
  className: string
  /** "German: published, 3 sentences changed" */
  name: string
  children: ReactNode
}

interface Props {
  cells: readonly StripCell[]
  current?: string
  label?: string
  size?: 'normal' | 'small'
  /** Makes the link of a cell; without it the strip only shows. */
  link?: (parts: CellParts) => ReactNode
}

/** The source first, then the languages in their fixed order, the shared part last. */
export function stripOrder<T extends { locale: string }>(cells: readonly T[], source: string, locales: readonly string[]): T[] {
  const place = (c: T) => (c.locale === source ? -1 : c.locale === 'und' ? locales.length : locales.indexOf(c.locale))
  return cells.toSorted((a, b) => place(a) - place(b))
}

const languageKeys = [
  'everywhere.language1',
  'everywhere.language2',
  'everywhere.language3',
  'everywhere.language4',
  'everywhere.language5',
  'everywhere.language6',
  'everywhere.language7',
] as const

function LanguageKey({ action, go }: { action: (typeof languageKeys)[number]; go: () => void }) {
  useKey(action, go)
  return null
}

/** The keys that lead to the strip, and to each of its languages. */
function StripKeys({ list }: { list: { current: HTMLUListElement | null } }) {
  const links = () => [...(list.current?.querySelectorAll('a') ?? [])]
  useKey('everywhere.strip', () => {
    const all = links()
    ;(all.find((one) => one.ariaCurrent === 'page') ?? all[0])?.focus()
  })
  return languageKeys.map((action, index) => (
    <LanguageKey
      key={action}
      action={action}
      go={() => {
        links()[index]?.click()
      }}
    />
  ))
}

/** The control of the whole desk: every language of an entry, with its state. */
export function LocaleStrip({ cells, current, label, size = 'normal', link }: Props) {
  const { t, i18n } = useTranslation()
  const list = useRef<HTMLUListElement>(null)
  return (
    <>
    {link && size === 'normal' ? <StripKeys list={list} /> : null}
    <ul ref={list} className={classes.strip} data-size={size} data-strip aria-label={label ?? t('strip.label')}>
      {cells.map((cell) => {
        const language = languageName(cell.locale, i18n.language, t('state.sharedPart'))
        const role = cell.source ? `${t('state.source')}, ` : ''
        const name = `${language}: ${role}${cell.words}${cell.locked ? `, ${t('strip.readOnly')}` : ''}`
        const children = (
          <>
            <StatusGlyph sign={cell.sign} />
            <span aria-hidden>{cell.locale === 'und' ? t('state.shared') : cell.locale}</span>
            {size === 'normal' && cell.stale ? <b aria-hidden>{cell.stale}</b> : null}
            {cell.locked ? <IconLock size={13} aria-hidden /> : null}
            <span className="hidden">{name}</span>
          </>
        )
        return (
          <li key={cell.locale} data-sign={cell.sign} data-current={cell.locale === current || undefined} title={name}>
            {link ? link({ cell, className: classes.cell ?? '', name, children }) : <span className={classes.cell}>{children}</span>}
          </li>
        )
      })}
    </ul>
    </>
  )
}
