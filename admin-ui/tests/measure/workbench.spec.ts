// A translation of 300 segments opens in a second and a half, and typing in it stays fluid.
import type { Page } from '@playwright/test'
import { call, expect, test } from '../harness'

interface Paragraph {
  attrs: { id: string }
}

interface City {
  version: number
  revision: string
  slug: string
  fields: { sections: { body: { content: Paragraph[] } }[] }
}

interface View {
  segments: { key: string; source: string; source_hash: string; status: string; inline?: unknown[] }[]
}

type SignIn = (page: Page, name: string) => Promise<void>

async function become(page: Page, name: string, signInAs: SignIn) {
  await page.context().clearCookies()
  await signInAs(page, name)
}

const sentences = 300

/** Palermo with so many paragraphs that there are 300 segments, most of them translated. */
async function longCity(page: Page, signInAs: SignIn): Promise<string> {
  await signInAs(page, 'Giulia')
  const entries = await call<{ data: { id: string; title: string }[] }>(page, 'GET', '/api/desk/entries?type=city&size=200')
  const place = `/api/desk/entries/${entries.data.find((one) => one.title === 'Palermo')?.id ?? ''}/documents`
  const city = await call<City>(page, 'GET', `${place}/it`)
  const sections = city.fields.sections
  const paragraphs = sections.flatMap((one) => one.body.content)
  const body = sections[0]!.body.content
  for (let n = 11; n < sentences; n++) {
    const id = `017ca1dd-3000-7000-8000-${String(n).padStart(12, '0')}`
    const copy = JSON.parse(JSON.stringify(paragraphs[n % paragraphs.length])) as Paragraph & { content: { type: string; text: string }[] }
    copy.attrs = { ...copy.attrs, id }
    copy.content = [{ type: 'text', text: `Capoverso ${n}. ` }, ...copy.content]
    body.push(copy)
  }
  const saved = await call<City>(page, 'PUT', `${place}/it`, { fields: city.fields, slug: city.slug }, { 'If-Match': `"${city.version}"` })
  await call(page, 'POST', `${place}/it/submit`, { revision: saved.revision })
  await become(page, 'Marco', signInAs)
  await call(page, 'POST', `${place}/it/approve`, { revision: saved.revision })
  await become(page, 'Jonas', signInAs)
  await call(page, 'POST', `${place}/de/load`, {})
  const view = await call<View>(page, 'GET', `${place}/de/segments`)
  const missing = view.segments.filter((one) => one.status === 'missing').slice(0, 250)
  const segments = missing.map((one) => ({ key: one.key, from: one.source_hash, if_hash: '', text: one.source.replace('Capoverso', 'Absatz'), inline: [], state: 'draft' }))
  for (let at = 0; at < segments.length; at += 50) await call(page, 'PUT', `${place}/de/segments`, { segments: segments.slice(at, at + 50) })
  return place
}

const percentile = (values: readonly number[], share: number) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0

test('the workbench with 300 segments', async ({ page, signInAs }) => {
  const place = await longCity(page, signInAs)
  const view = await call<View>(page, 'GET', `${place}/de/segments`)
  expect(view.segments.length).toBeGreaterThanOrEqual(sentences)
  const key = view.segments[20]?.key ?? ''
  const address = `/admin/translate/${/entries\/([^/]+)/.exec(place)?.[1] ?? ''}/de?at=${encodeURIComponent(key)}`
  await page.addInitScript(() => {
    const look = () => {
      const there = document.querySelectorAll('article').length > 0 && document.querySelector('[contenteditable=true]') !== null
      // Two frames later it is on the screen.
      if (there) requestAnimationFrame(() => requestAnimationFrame(() => { (window as unknown as { opened: number }).opened ??= performance.now() }))
      else requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
  const opened: number[] = []
  for (let round = 0; round < 6; round++) {
    await page.goto(address)
    opened.push(await page.waitForFunction(() => (window as unknown as { opened?: number }).opened).then((value) => value.jsonValue() as Promise<number>))
  }
  await expect(page.getByText(`of ${view.segments.length}`).or(page.getByRole('article').first())).toBeVisible()
  const rows = await page.getByRole('article').count()
  const editors = await page.locator('[contenteditable=true]').count()

  await page.locator('[contenteditable=true]').click()
  await page.keyboard.press('Control+End')
  const delays = await typing(page)
  const step: number[] = []
  for (let n = 0; n < 10; n++) {
    const before = await page.locator('[contenteditable=true]').getAttribute('aria-label')
    const from = Date.now()
    await page.keyboard.press('Alt+ArrowDown')
    await page.waitForFunction((old) => document.activeElement?.getAttribute('contenteditable') === 'true' && document.activeElement.getAttribute('aria-label') !== old, before)
    step.push(Date.now() - from)
  }
  const figures = {
    segments: view.segments.length, rows, editors, opened: opened.map(Math.round), median: Math.round(percentile(opened, 0.5)),
    typing: { p50: percentile(delays, 0.5), p95: percentile(delays, 0.95) }, next: { p50: percentile(step, 0.5), p95: percentile(step, 0.95) },
  }
  test.info().annotations.push({ type: 'figures', description: JSON.stringify(figures) })
  process.stdout.write(`${JSON.stringify(figures)}\n`)
  expect(editors).toBe(1)
  expect(percentile(opened, 0.5), 'milliseconds until it can be worked in').toBeLessThan(1500)
  expect(percentile(delays, 0.95), 'milliseconds from a key to the screen').toBeLessThan(50)
})

/** From each key to the next frame that shows it. */
async function typing(page: Page): Promise<number[]> {
  await page.evaluate(() => {
    const delays: number[] = []
    ;(window as unknown as { delays: number[] }).delays = delays
    addEventListener('keydown', (event) => {
      const at = event.timeStamp
      requestAnimationFrame(() => {
        const channel = new MessageChannel()
        channel.port1.onmessage = () => delays.push(performance.now() - at)
        channel.port2.postMessage(null)
      })
    }, true)
  })
  await page.keyboard.type(' Dieser Satz wird Zeichen für Zeichen geschrieben, damit sich zeigt, wie schnell.', { delay: 40 })
  return page.evaluate(() => (window as unknown as { delays: number[] }).delays.map((one) => Math.round(one * 10) / 10))
}
