// Dates, numbers and names in the language of the interface, by Intl.

/** Dates in English are written as in Europe: 23 November. */
const dates = (language: string): string => (language === 'en' ? 'en-GB' : language)

const zone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

/** "23 November" or, in another year, "23 November 2025". */
export function day(iso: string, language: string, now = new Date()): string {
  const date = new Date(iso)
  const year = date.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' as const }
  return new Intl.DateTimeFormat(dates(language), { day: 'numeric', month: 'long', ...year }).format(date)
}

/** "23 Nov" */
export function shortDay(iso: string, language: string): string {
  return new Intl.DateTimeFormat(dates(language), { day: 'numeric', month: 'short' }).format(new Date(iso))
}

/** "23 November 2026, 10:02 CET": with the zone, because people work in several. */
export function moment(iso: string, language: string, timeZone = zone()): string {
  return new Intl.DateTimeFormat(dates(language), {
    day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZone, timeZoneName: 'short',
  }).format(new Date(iso))
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]

/** "3 hours ago", "in 2 days", "3 seconds ago". */
export function ago(iso: string | number, language: string, now = Date.now(), style: Intl.RelativeTimeFormatStyle = 'long'): string {
  const seconds = Math.round((new Date(iso).getTime() - now) / 1000)
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style })
  for (const [unit, length] of steps) {
    if (Math.abs(seconds) >= length) return format.format(Math.trunc(seconds / length), unit)
  }
  return format.format(Math.min(seconds, 0), 'second')
}

export function number(value: number, language: string): string {
  return new Intl.NumberFormat(language).format(value)
}

export function list(values: readonly string[], language: string): string {
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(values)
}

/** "German" in English, "niemiecki" in Polish; for the shared part the word that is handed in. */
export function languageName(code: string, language: string, shared = ''): string {
  if (code === 'und') return shared
  return new Intl.DisplayNames([language], { type: 'language' }).of(code) ?? code
}

export function countryName(code: string, language: string): string {
  return new Intl.DisplayNames([language], { type: 'region' }).of(code) ?? code
}

/** "GR" for Giulia Russo. */
export function initials(name: string): string {
  const words = name.split(/[\s-]+/).filter((w) => /\p{L}/u.test(w))
  return [words[0], words.length > 1 ? words.at(-1) : undefined].map((w) => Array.from(w ?? '')[0] ?? '').join('').toLocaleUpperCase()
}

/** The same colour for the same person, everywhere; all of them carry white text. */
export function tint(id: string): string {
  const tints = ['#0B4A63', '#3C6E57', '#7A4E00', '#6B3A73', '#2F5597', '#8A3B2A', '#1D6645', '#5B5348']
  let sum = 0
  for (const c of id) sum = (sum * 31 + c.charCodeAt(0)) >>> 0
  return tints[sum % tints.length] ?? '#0B4A63'
}
