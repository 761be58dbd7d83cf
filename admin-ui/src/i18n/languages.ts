/** The languages of the interface, by their own names, in the order of the strip. */
export const languages = {
  en: 'English',
  fr: 'Français',
  de: 'Deutsch',
  el: 'Ελληνικά',
  it: 'Italiano',
  pl: 'Polski',
  es: 'Español',
} as const

export type Language = keyof typeof languages

export function isLanguage(code: string | null | undefined): code is Language {
  return code != null && code in languages
}

/** The language asked for, else the first of the browser's that there is, else English. */
export function chooseLanguage(wanted: string | null | undefined, browser: readonly string[]): Language {
  if (isLanguage(wanted)) return wanted
  const found = browser.map((tag) => tag.split('-')[0]).find((code) => isLanguage(code))
  return isLanguage(found) ? found : 'en'
}
