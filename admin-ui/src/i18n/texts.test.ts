import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, test } from 'vitest'
import { chooseLanguage, languages } from './languages'

const files = import.meta.glob<Record<string, string>>('./*/*.json', { import: 'default', eager: true })

function texts(language: string, feature: string): Record<string, string> {
  return files[`./${language}/${feature}.json`] ?? {}
}

const features = [...new Set(Object.keys(files).map((file) => file.split('/')[2]?.replace('.json', '') ?? ''))]

/** The arguments a message takes. */
function argumentsOf(message: string): string[] {
  return [...new Set([...message.matchAll(/\{(\w+)[,}]/g)].map((m) => m[1] ?? ''))].sort()
}

describe.each(features)('texts of %s', (feature) => {
  const english = texts('en', feature)
  test.each(Object.keys(languages))('are whole and well formed in %s', (language) => {
    const own = texts(language, feature)
    expect(Object.keys(own).sort()).toEqual(Object.keys(english).sort())
    for (const [key, message] of Object.entries(own)) {
      expect(() => new IntlMessageFormat(message, language), `${key}: ${message}`).not.toThrow()
      expect(argumentsOf(message), key).toEqual(argumentsOf(english[key] ?? ''))
      expect(message.trim(), key).not.toBe('')
      if (language === 'pl' && message.includes(', plural,')) {
        for (const category of ['one {', 'few {', 'many {', 'other {']) expect(message, key).toContain(category)
      }
    }
  })
})

test('the language is the one asked for, else the browser’s, else English', () => {
  expect(chooseLanguage('el', ['de-AT'])).toBe('el')
  expect(chooseLanguage(null, ['da', 'de-AT'])).toBe('de')
  expect(chooseLanguage('xx', ['da'])).toBe('en')
})
