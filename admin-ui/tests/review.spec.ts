// Somebody changes three sentences of a published page; somebody else reads exactly those, and decides.
import type { Page } from '@playwright/test'
import { axe, call, expect, noSidewaysScroll, test } from './harness'

interface Segment {
  key: string
  source_hash: string
  target: { text: string; hash: string; from?: string; inline?: unknown[] }
}

async function palermo(page: Page): Promise<string> {
  const entries = await call<{ data: { id: string; title: string }[] }>(page, 'GET', '/api/desk/entries?type=city&size=200')
  return entries.data.find((one) => one.title === 'Palermo')?.id ?? ''
}

/** The translator signed in changes these sentences of the German Palermo, and submits it unless told not to. */
async function rewrite(page: Page, changes: Record<string, (text: string) => string>, submit = true): Promise<string> {
  const id = await palermo(page)
  const place = `/api/desk/entries/${id}/documents/de`
  const view = await call<{ segments: Segment[] }>(page, 'GET', `${place}/segments`)
  const segments = view.segments.flatMap((one) => {
    const change = changes[one.key]
    return change ? [{ key: one.key, from: one.target.from ?? one.source_hash, if_hash: one.target.hash, text: change(one.target.text), inline: one.target.inline ?? [], state: 'translated' }] : []
  })
  await call(page, 'PUT', `${place}/segments`, { segments })
  const document = await call<{ revision: string }>(page, 'GET', place)
  if (submit) await call(page, 'POST', `${place}/submit`, { revision: document.revision })
  return `/admin/entries/${id}/de`
}

async function become(page: Page, name: string, signInAs: (page: Page, name: string) => Promise<void>) {
  await page.context().clearCookies()
  await signInAs(page, name)
}

test('a text is read change by change, questioned, sent back, corrected and approved', async ({ page, signInAs }) => {
  await signInAs(page, 'Jonas')
  const path = await rewrite(page, { tagline: (text) => `${text}, noch einmal`, summary: (text) => text.replace('2015', '2016') })
  await page.goto(`${path}/review`)
  await expect(page.getByRole('button', { name: 'Approve German' })).toHaveCount(0) // her own words
  await expect(page.getByText(/Can approve \(German\): .*Anke/)).toBeVisible()

  await become(page, 'Anke', signInAs)
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Review' }).click()
  await page.getByRole('link', { name: /Palermo/ }).first().click()
  await expect(page).toHaveURL(/\/review\?revision=/)
  await expect(page.getByRole('article')).toHaveCount(2)
  await expect(page.getByText(/The source says 2015/)).toBeVisible()
  await page.keyboard.press('Alt+ArrowDown')
  await page.keyboard.press('Alt+ArrowDown')
  await expect(page.locator(':focus')).toHaveAccessibleName('2 of 2, changed')
  await page.keyboard.press('Alt+m')
  await page.getByRole('radio', { name: 'Must change' }).check()
  await page.getByRole('textbox', { name: 'What do you want to say?' }).fill('It was 2015.')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('region', { name: 'Must change' })).toContainText('It was 2015.')
  const approve = page.getByRole('button', { name: 'Approve German' })
  await expect(approve).toHaveAttribute('aria-disabled', 'true')
  await expect(approve).toHaveAccessibleDescription('Something must still be changed')
  await axe(page)
  await page.getByRole('button', { name: 'Request changes' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Request changes' }).click()
  await expect(page.getByRole('region', { name: 'Messages' }).getByText('German: changes requested')).toBeVisible()

  await become(page, 'Jonas', signInAs)
  await rewrite(page, { summary: (text) => text.replace('2016', '2015').replace('sizilianische', 'größte sizilianische') })
  await become(page, 'Anke', signInAs)
  await page.goto(`${path}/review`)
  await page.getByRole('button', { name: 'Settle' }).click()
  await expect(page.getByText(/settled by Anke/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Approve German' })).not.toHaveAttribute('aria-disabled', 'true')
  await page.keyboard.press('Control+Enter')
  const dialog = page.getByRole('dialog', { name: 'Approve German?' })
  await expect(dialog).toContainText('exactly as you read it')
  await axe(page)
  await dialog.getByRole('button', { name: 'Approve German' }).click()
  await expect(page.getByRole('region', { name: 'Messages' }).getByText('German approved')).toBeVisible()
})

test('a text that went on is not approved before it is read', async ({ page, signInAs }) => {
  await signInAs(page, 'Jonas')
  const id = await palermo(page)
  const revisions = await call<{ data: { id: string }[] }>(page, 'GET', `/api/desk/entries/${id}/documents/de/revisions`)
  await rewrite(page, { tagline: (text) => `${text}!` })
  await become(page, 'Anke', signInAs)
  await page.goto(`/admin/entries/${id}/de/review?revision=${revisions.data.at(-1)?.id ?? ''}`)
  await expect(page.getByRole('button', { name: 'Approve German' })).toHaveAccessibleDescription('Load the newer text first')
  await page.getByRole('button', { name: 'Load the newest' }).click()
  await expect(page.getByRole('button', { name: 'Approve German' })).not.toHaveAttribute('aria-disabled', 'true')
})

test('an earlier text comes back whole, and the dialog says what stays', async ({ page, signInAs }) => {
  await signInAs(page, 'Maria')
  const id = await palermo(page)
  const state = await call<{ can: string[]; revision: string }>(page, 'GET', `/api/desk/entries/${id}/documents/de`)
  if (state.can.includes('withdraw')) await call(page, 'POST', `/api/desk/entries/${id}/documents/de/withdraw`, { revision: state.revision })
  await page.goto(`/admin/entries/${id}/de/history`)
  await page.getByRole('button', { name: /Compare with the newest/ }).last().click()
  await page.getByRole('button', { name: 'Restore revision 1' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('The shared part and the other languages stay as they are.')
  await axe(page)
  await dialog.getByRole('button', { name: 'Restore revision 1' }).click()
  await expect(page.getByRole('region', { name: 'Messages' }).getByText('German: earlier text restored')).toBeVisible()
  await expect(page.getByText(/· restored/).first()).toBeVisible()
})

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 400, 320]) {
    test(`review and history, ${colorScheme}, ${width} pixels`, async ({ page, signInAs }) => {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 820 })
      await signInAs(page, 'Anke')
      await page.goto('/admin/review')
      await page.getByRole('link', { name: /Utrecht/ }).click()
      await expect(page.getByRole('heading', { name: 'Four eyes' })).toBeVisible()
      await expect(page.getByRole('article').first()).toBeVisible()
      await axe(page)
      await noSidewaysScroll(page)
      await page.getByRole('link', { name: 'History' }).click()
      await expect(page.getByText(/written by hand/).first()).toBeVisible()
      await axe(page)
      await noSidewaysScroll(page)
    })
  }
}
