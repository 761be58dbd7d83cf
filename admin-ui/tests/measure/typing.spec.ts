// How long a key takes from the press to the paint, in a profile of sixty segments.
import type { Locator, Page } from '@playwright/test'
import { expect, test } from '../harness'

const most = 50 // milliseconds, of nineteen keys in twenty
const words = 'Una città di mare che accoglie chi arriva e ascolta chi resta, giorno dopo giorno. '

/** Collects the latencies that the browser itself measures; it rounds them to 8 ms. */
async function watch(page: Page) {
  await page.evaluate(() => {
    const kept = new Map<number, number>()
    Object.assign(window, { latencies: kept })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { interactionId?: number })[]) {
        if (entry.interactionId) kept.set(entry.interactionId, Math.max(kept.get(entry.interactionId) ?? 0, entry.duration))
      }
    }).observe({ type: 'event', durationThreshold: 16, buffered: false } as PerformanceObserverInit)
  })
}

async function typed(page: Page, field: Locator, text: string): Promise<{ p50: number; p95: number; worst: number }> {
  await field.click()
  await page.keyboard.press('End')
  await page.evaluate(() => { (window as unknown as { latencies: Map<number, number> }).latencies.clear() })
  await page.keyboard.type(text, { delay: 60 })
  await page.waitForTimeout(500)
  const slow = await page.evaluate(() => [...(window as unknown as { latencies: Map<number, number> }).latencies.values()])
  // What is not in the list took less than 16 ms.
  const all = [...slow, ...Array<number>(Math.max(0, text.length - slow.length)).fill(8)].sort((a, b) => a - b)
  const at = (share: number) => all[Math.min(all.length - 1, Math.floor(all.length * share))] ?? 0
  return { p50: at(0.5), p95: at(0.95), worst: at(1) }
}

test('typing in a profile of sixty segments', async ({ page, signInAs }) => {
  await signInAs(page, 'Giulia')
  const entries = (await (await page.request.get('/api/desk/entries?type=city&size=200')).json()) as { data: { id: string; title: string }[] }
  const id = entries.data.find((one) => one.title === 'Palermo')?.id ?? ''
  const { segments } = (await (await page.request.get(`/api/desk/entries/${id}/documents/de/segments`)).json()) as { segments: unknown[] }
  expect(segments.length).toBeGreaterThanOrEqual(40)
  await page.goto(`/admin/entries/${id}/it`)
  const summary = page.getByRole('textbox', { name: /^Summary/ })
  await expect(summary).toBeEditable()
  await watch(page)
  const plain = await typed(page, summary, words)
  const rich = await typed(page, page.getByRole('group', { name: 'Sections' }).locator('.ProseMirror').first(), words.repeat(2))
  process.stdout.write(`${segments.length} segments; plain text ${JSON.stringify(plain)}, rich text ${JSON.stringify(rich)} ms\n`)
  expect(plain.p95).toBeLessThan(most)
  expect(rich.p95).toBeLessThan(most)
})
