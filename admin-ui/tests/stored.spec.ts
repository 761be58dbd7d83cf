// S-76: whatever somebody has stored in a text is text, wherever it is shown.
import type { Page } from '@playwright/test'
import { expect, test } from './harness'

const steal = `window.stolen=1;fetch('/stolen')`
const corpus = [
  `<img src=x onerror="${steal}">`,
  `"><svg onload="${steal}">`,
  `'-alert(1)-'`,
  `<script>${steal}</script>`,
  `</title></textarea></script><script>${steal}</script>`,
  '{{constructor.constructor("window.stolen=1")()}} ${window.stolen=1}',
  `<a href="javascript:${steal}">x</a><iframe srcdoc="<script>parent.stolen=1</script>">`,
]
const payload = (n: number, longest: number) => `S76 ${corpus[n % corpus.length] ?? ''}`.slice(0, longest)

/** A request of the person who is signed in on this page. */
const call = <T>(page: Page, method: string, path: string, body: unknown): Promise<T> =>
  page.evaluate(
    async ([how, where, what]) => {
      const session = (await (await fetch('/api/desk/session')).json()) as { csrf: string }
      const answer = await fetch(where, { method: how, headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': session.csrf }, body: what })
      if (!answer.ok) throw new Error(`${how} ${where}: ${answer.status} ${await answer.text()}`)
      return (await answer.json()) as never
    },
    [method, path, JSON.stringify(body)] as const,
  )

test('stored markup stays text in every place that shows it', async ({ page, signInAs }) => {
  test.setTimeout(180_000)
  const dialogs: string[] = []
  const stolen: string[] = []
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    if (request.url().includes('/stolen')) stolen.push(request.url())
  })
  await signInAs(page, 'Ana')
  const text = (n: number) => ({ type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: payload(n, 400) }] }] })
  const links: string[] = []
  for (const n of corpus.keys()) {
    const { id } = await call<{ id: string }>(page, 'POST', '/api/desk/entries', {
      type: 'city',
      source_locale: 'en',
      shared: { country: 'GR', location: { lat: 38.4, lon: 22.9 }, sources: [{ id: 's1', title: payload(n + 1, 200), url: 'https://source.example/' }] },
      fields: {
        name: payload(n, 80),
        tagline: payload(n + 1, 160),
        summary: payload(n + 2, 400),
        sections: [{ kind: 'unique', heading: payload(n + 3, 120), body: text(n + 4) }],
      },
    })
    await call(page, 'POST', `/api/desk/entries/${id}/documents/en/comments`, { kind: 'comment', body: payload(n + 5, 400) })
    const document = await call<{ url: string }>(page, 'POST', `/api/desk/entries/${id}/previews`, { locale: 'en' })
    links.push(`/admin/entries/${id}/en`, `/admin/entries/${id}/en/history`, `/admin/entries/${id}/de`, new URL(document.url).pathname)
  }
  await call(page, 'PATCH', '/api/desk/me', { name: payload(0, 80) })
  for (const path of ['/admin/desk', '/admin/entries?type=city', '/admin/settings/people', '/admin/settings/audit', '/admin/settings/personal', '/admin/review', ...links]) {
    await page.goto(path, { waitUntil: 'load' })
    await expect(page.getByRole('main').filter({ hasText: /\S/ }), path).toBeVisible()
    expect(await page.evaluate(() => 'stolen' in window), path).toBe(false)
    expect(await page.locator('img[src=x], iframe[srcdoc], a[href^="javascript:"]').count(), path).toBe(0)
  }
  expect(dialogs).toEqual([])
  expect(stolen).toEqual([])
})
