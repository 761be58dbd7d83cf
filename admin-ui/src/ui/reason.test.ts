import i18next from 'i18next'
import ICU from 'i18next-icu'
import { beforeAll, expect, test } from 'vitest'
import { Offline, Problem } from '@/api/problem'
import common from '@/i18n/de/common.json'
import problems from '@/i18n/de/problems.json'
import { codeReason, placeReason, reasonOf } from './reason'

beforeAll(async () => {
  await i18next.use(ICU).init({ lng: 'de', keySeparator: false, defaultNS: 'common', resources: { de: { common, problems } } })
})

function refusal(code: string, more: Record<string, unknown> = {}) {
  return new Problem({ type: 'about:blank', title: 'Conflict', status: 409, code, detail: 'The English sentence.', instance: 'r1', ...more })
}

test('a refusal is told in the language of the interface, with what it names', () => {
  expect(reasonOf(refusal('slug_taken', { slug: 'palermo' }))).toBe('Die Adresse „palermo“ gehört oder gehörte einem anderen Eintrag. Wählen Sie eine andere.')
  expect(reasonOf(refusal('no_base', { follows: 'it' }))).toContain('auf Italienisch')
  expect(reasonOf(refusal('too_many_attempts', { retry_after: 1 }))).toContain('in 1 Sekunde ')
})

test('a refusal that only says that something is wrong tells what', () => {
  const error = refusal('invalid_content', { errors: [{ path: 'a', code: 'required', message: 'x' }, { path: 'b', code: 'required', message: 'x' }, { path: 'c', code: 'bad_url', message: 'x' }] })
  expect(reasonOf(error)).toBe('Bitte ausfüllen. Schreiben Sie eine vollständige Webadresse, die mit https:// oder http:// beginnt.')
})

test('a code newer than this page is told as the server tells it', () => {
  expect(reasonOf(refusal('not_thought_of_yet'))).toBe('The English sentence.')
  expect(codeReason('not_thought_of_yet', 'Jetzt nicht möglich')).toBe('Jetzt nicht möglich')
})

test('what a reviewer demands is told in her own words', () => {
  expect(placeReason({ code: 'must_change_open', message: 'Bitte kürzer!' })).toBe('Bitte kürzer!')
})

test('no answer is told as well', () => {
  expect(reasonOf(new Offline(null))).toBe(problems.offline)
  expect(reasonOf(new TypeError('x is undefined'))).toBe(problems.broken)
})
