import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

export const host = () => process.env.MC_SITE_URL ?? ''
export const languages = ['en', 'fr', 'de', 'el', 'it', 'pl', 'es']

// isStatic tells whether the pages are files of an export.
export const isStatic = () => process.env.MC_SITE_STATIC === '1'

// filtered is the address of a page with one filter.
export const filtered = (address: string, name: string, value: string) =>
  isStatic() ? `${address.replace(/\/$/, '')}/-/${name}/${value}` : `${address}?${name}=${value}`

// inLanguage finds the address of an English page in another language, where it
// has one there, as a search engine would.
const inLanguage = async (address: string, language: string) => {
  const page = await (await fetch(host() + address)).text()
  const found = new RegExp(`hreflang="${language}" href="([^"]+)"`).exec(page)?.[1]
  const there = found ? new URL(found.replaceAll('&amp;', '&')) : undefined
  return there ? there.pathname + there.search : address.replace('/en/', `/${language}/`)
}

const last = (address: string) => address.split(/[/=]/).at(-1) ?? ''

// kinds are one address of every kind of page, in a language.
export const kinds = async (language: string): Promise<Record<string, string>> => {
  const at = `/${language}/`
  const to = (address: string) => inLanguage(address, language)
  const city = await to('/en/cities/palermo')
  const network = await to('/en/networks/solidarity-cities')
  const area = last(await to(filtered('/en/approaches', 'area', 'political-participation')))
  const pages = {
    home: at,
    'home, narrowed': filtered(at, 'area', area),
    'home, enlarged': filtered(at, 'region', 'south'),
    cities: filtered(`${at}cities`, 'sort', 'name'),
    city,
    approach: await to('/en/cities/palermo/charter-of-palermo'),
    approaches: `${at}approaches`,
    networks: `${at}networks`,
    network,
    municipalities: `${at}municipalities`,
    about: await to('/en/about/about'),
    news: `${at}news`,
    'piece of news': await to('/en/news/platform-launched'),
    event: await to('/en/events/launch-conference'),
    print: `${at}print/${last(city)}`,
    search: `${at}search`,
    'not there': `${at}cities/atlantis`,
    'reference of the API': '/api/docs',
    'change feed': '/api/docs/changes',
  }
  if (isStatic()) return pages // nothing can be sent to files
  return {
    ...pages,
    'cities, none': `${at}cities?country=IT&area=${area}&network=${last(network)}`,
    'add a city': `${at}add-city`,
    'report an error': `${at}report?page=${city}`,
    sent: `${at}add-city/sent`,
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
