import i18next, { type BackendModule } from 'i18next'
import ICU from 'i18next-icu'
import { initReactI18next } from 'react-i18next'
import { chooseLanguage, type Language } from './languages'

const remembered = 'mc.language'

type Texts = Record<string, string>

// Each file is a chunk of its own: a screen loads its texts in one language.
const files = import.meta.glob<Texts>('./*/*.json', { import: 'default' })

const chunks: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (language, namespace, done) => {
    const load = files[`./${language}/${namespace}.json`]
    if (!load) {
      done(new Error(`There are no texts ${language}/${namespace}`), false)
      return
    }
    load().then(
      (texts) => {
        done(null, texts)
      },
      (error: unknown) => {
        done(error instanceof Error ? error : new Error(String(error)), false)
      },
    )
  },
}

/** Prepares the texts in the language that this browser used last, or that it prefers. */
export async function startTexts(): Promise<void> {
  const language = chooseLanguage(localStorage.getItem(remembered), navigator.languages)
  document.documentElement.lang = language
  await i18next
    .use(chunks)
    .use(ICU)
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: 'en',
      load: 'languageOnly',
      ns: ['common'],
      defaultNS: 'common',
      keySeparator: false,
      nsSeparator: ':',
      interpolation: { escapeValue: false },
      react: { useSuspense: true },
    })
}

/** Fetches the texts of a screen: a route waits for it, so that no part of the screen has to, later. */
export async function loadTexts(...names: string[]): Promise<void> {
  await i18next.loadNamespaces(names)
}

/** Changes the language of the interface and remembers it in this browser. */
export async function setLanguage(language: Language): Promise<void> {
  localStorage.setItem(remembered, language)
  if (i18next.language === language) return
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
}
