import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

export const host = () => process.env.MC_SITE_URL ?? ''
export const languages = ['en', 'fr', 'de', 'el', 'it', 'pl', 'es']

type Entry = { slugs: Record<string, string> }

const slug = async (path: string, language: string) => {
  const answer = await fetch(`${host()}/api/v1/${path}?locale=${language}`)
  const { data } = (await answer.json()) as { data: Entry }
  return data.slugs[language] ?? data.slugs.en
}

// kinds are one address of every kind of page, in a language.
export const kinds = async (language: string): Promise<Record<string, string>> => {
  const at = `/${language}/`
  const palermo = await slug('cities/palermo', language)
  const approach = await slug('approaches/charter-of-palermo', language)
  const network = await slug('networks/solidarity-cities', language)
  const area = await slug('policy-areas/political-participation', language)
  return {
    home: at,
    'home, narrowed': `${at}?area=${area}`,
    'home, enlarged': `${at}?region=south`,
    cities: `${at}cities?sort=name`,
    'cities, none': `${at}cities?country=IT&area=${area}&network=${network}`,
    city: `${at}cities/${palermo}`,
    approach: `${at}cities/${palermo}/${approach}`,
    approaches: `${at}approaches`,
    networks: `${at}networks`,
    network: `${at}networks/${network}`,
    municipalities: `${at}municipalities`,
    about: `${at}about/${await slug('pages/about', language)}`,
    news: `${at}news`,
    'piece of news': `${at}news/${await slug('news/platform-launched', language)}`,
    event: `${at}events/${await slug('events/launch-conference', language)}`,
    print: `${at}print/${palermo}`,
    'add a city': `${at}add-city`,
    'report an error': `${at}report?page=${at}cities/${palermo}`,
    sent: `${at}add-city/sent`,
    'not there': `${at}cities/atlantis`,
  }
}

// staysHome fails when the page asks another host for anything.
export const staysHome = (page: Page) => {
  const foreign: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(host()) && !request.url().startsWith('data:')) foreign.push(request.url())
  })
  return () => expect(foreign, 'requests that left the host').toEqual([])
}

export const accessible = async (page: Page, where: string) => {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect.soft(
    violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(' | ')}`),
    where,
  ).toEqual([])
}

export const sideways = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
