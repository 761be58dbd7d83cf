// Uses client.ts as a program would, so that the type checker sees it at work.
import { client, Refusal, type City } from './client'

const ask = client({ base: 'https://cities.example.org' })

export async function names(): Promise<string[]> {
  const all: string[] = []
  let after: string | null | undefined
  do {
    const { data } = await ask('/api/v1/cities', { locale: 'el', 'filter[country]': 'GR', ...(after ? { 'page[after]': after } : {}) })
    all.push(...data.data.map((city: City) => `${city.slug ?? ''}: ${city.title ?? ''}`))
    after = data.page.next
  } while (after)
  return all
}

export async function palermo(): Promise<string> {
  try {
    const { data, etag } = await ask('/api/v1/cities/{slug}', { slug: 'palermo', locale: 'it' })
    return `${data.data.fields?.name ?? ''} ${etag}`
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return error.problem?.code ?? 'not_found'
    throw error
  }
}

// @ts-expect-error The language is required.
export const wrong = () => ask('/api/v1/cities', {})

// @ts-expect-error There is no such question.
export const unknown = () => ask('/api/v1/castles', { locale: 'en' })
