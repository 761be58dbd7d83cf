// How the matrix scrolls through 10,000 entries: npm run measure. Not part of
// npm test, because figures of a busy machine fail nobody's change. The entries
// are made here, so that the interface alone is measured; how fast the server
// gives such pages is a benchmark of internal/desk.
import { expect, test } from '../harness'

const total = 10_000
const locales = ['en', 'fr', 'de', 'el', 'it', 'pl', 'es', 'und']
const at = '2026-11-23T09:00:00Z'

function entry(n: number) {
  const id = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
  const documents = locales.map((locale, i) => ({
    locale, state: 'approved', version: 1, title: `City ${n}`, changed_at: at, can: ['read'],
    ...(locale === 'it' || locale === 'und' ? {} : { follows: 'it' }),
    live: { path: `/${locale}`, edited_since: false, published_at: at },
    counts: { total: 60, empty: 0, stale: (n + i) % 17 === 0 ? 3 : 0, translated: 60, total_words: 900, empty_words: 0, stale_words: 12, translated_words: 900 },
  }))
  return { id, type: 'city', source_locale: 'it', title: `City ${n}`, created_at: at, created_by: id, documents }
}

test('10,000 entries scroll fluidly, and nothing but pages of the matrix is asked for', async ({ page, signInAs }) => {
  await signInAs(page, 'Ana')
  const asked: string[] = []
  await page.route('**/api/desk/entries?**', async (route) => {
    const url = new URL(route.request().url())
    const from = Number(url.searchParams.get('after') ?? 0)
    const size = Number(url.searchParams.get('size'))
    const data = Array.from({ length: Math.min(size, total - from) }, (_, i) => entry(from + i))
    await route.fulfill({ json: { data, ...(from + size < total ? { next: String(from + size) } : {}) } })
  })
  await page.goto('/admin/entries?type=city')
  const grid = page.getByRole('grid')
  await expect(grid.getByRole('row').nth(5)).toBeVisible()
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  const frames = await page.evaluate(async (wanted) => {
    const box = document.querySelector('[data-matrix]')
    if (!box) throw new Error('there is no matrix')
    const times: number[] = []
    let before = performance.now()
    const end = before + 90_000
    while (performance.now() < end) {
      box.scrollTop += 450 // ten rows a frame: faster than anybody reads
      await new Promise(requestAnimationFrame)
      const now = performance.now()
      times.push(now - before)
      before = now
      if (box.scrollHeight > wanted && box.scrollTop + box.clientHeight >= box.scrollHeight - 2) break
    }
    return times
  }, total * 45)
  const sorted = frames.toSorted((a, b) => a - b)
  const place = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0
  const drawn = await grid.getByRole('row').count()
  // eslint-disable-next-line no-console -- the figures are what this is for
  console.log(`${frames.length} frames: p50 ${place(0.5).toFixed(1)} ms, p95 ${place(0.95).toFixed(1)} ms, longest ${(sorted.at(-1) ?? 0).toFixed(0)} ms; ${asked.length} requests; ${drawn} rows drawn`)
  await expect(page.getByText('10,000 entries')).toBeVisible()
  expect([...new Set(asked)]).toEqual(['/api/desk/entries'])
  expect(drawn).toBeLessThan(60)
  expect(place(0.95)).toBeLessThan(50)
})
