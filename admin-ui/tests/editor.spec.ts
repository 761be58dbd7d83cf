// Giulia writes; others come between, review, translate.
import type { Page } from '@playwright/test'
import { axe, call, expect, noSidewaysScroll, test } from './harness'

// Two people and several dialogs in one test.
test.describe.configure({ timeout: 240_000 })

interface Document {
  revision: string
  can: string[]
  fields: Record<string, unknown>
}

async function entry(page: Page, title: string): Promise<string> {
  const entries = await call<{ data: { id: string; title: string }[] }>(page, 'GET', '/api/desk/entries?type=city&size=200')
  return entries.data.find((one) => one.title === title)?.id ?? ''
}

/** What was written is at the server. */
async function saved(page: Page) {
  await expect(page.locator('[data-kind="saved"]').first()).toBeVisible()
}

test('of two changed sentences one is declared minor: the reviewer sees it, a translator takes it back', async ({ page, signInAs }) => {
  await signInAs(page, 'Giulia')
  const id = await entry(page, 'Palermo')
  await page.goto(`/admin/entries/${id}/it`)
  const tagline = page.getByRole('textbox', { name: /^Tagline/ })
  const words = await tagline.inputValue()
  await tagline.fill(`${words}, sul mare`)
  const summary = page.getByRole('textbox', { name: /^Summary/ })
  await summary.fill(`${await summary.inputValue()} Davvero.`)
  await saved(page)
  await page.getByRole('button', { name: 'Submit Italian for review' }).click()
  const dialog = page.getByRole('dialog', { name: 'Submit Italian for review' })
  const radius = dialog.getByRole('status').filter({ hasText: 'Changes' })
  await expect(radius).toContainText(/Changes 3 words in \d languages?, about \d+ minutes? of translators’ work/)
  await expect(dialog.getByRole('insertion').first()).toContainText('sul mare')
  const first = dialog.getByRole('radiogroup', { name: /^Sentence 1, Tagline/ })
  await expect(first.getByRole('radio', { name: 'Translators must look' })).toBeChecked()
  await first.getByRole('radio', { name: 'Meaning unchanged, keep translations current' }).check()
  await expect(radius).toContainText('Changes 1 word')
  await axe(page)
  await dialog.getByRole('button', { name: 'Submit Italian for review' }).click()
  await expect(page.getByRole('region', { name: 'Messages' }).getByText('Italian submitted for review')).toBeVisible()

  await page.context().clearCookies()
  await signInAs(page, 'Maria')
  await page.goto(`/admin/entries/${id}/it/review`)
  await expect(page.getByRole('article').filter({ hasText: 'sul mare' })).toContainText('Declared unchanged in meaning')
  await expect(page.getByRole('article').filter({ hasText: 'Davvero' })).not.toContainText('Declared unchanged in meaning')
  await page.keyboard.press('Control+Enter')
  const approve = page.getByRole('dialog', { name: 'Approve Italian?' })
  await expect(approve).toContainText('1 changed sentence is declared unchanged in meaning')
  await approve.getByRole('button', { name: 'Approve Italian' }).click()
  await expect(page.getByRole('region', { name: 'Messages' }).getByText('Italian approved')).toBeVisible()

  await page.context().clearCookies()
  await signInAs(page, 'Jonas')
  await page.goto(`/admin/translate/${id}/de`)
  await page.getByRole('button', { name: 'More', exact: true }).last().click()
  await page.getByRole('menuitem', { name: 'Minor changes of Italian…' }).click()
  const minor = page.getByRole('dialog', { name: 'Declared minor in Italian' })
  await expect(minor.getByRole('listitem').first()).toContainText('Giulia')
  await axe(page)
  await minor.getByRole('button', { name: 'The meaning did change' }).first().click()
  await expect(page.getByRole('region', { name: 'Messages' }).getByText('German: the sentence is to be looked at')).toBeVisible()
})

test('two people change the same text: what overlaps is compared, and nothing is lost', async ({ page, browser, server, signInAs }) => {
  await signInAs(page, 'Giulia')
  const id = await entry(page, 'Palermo')
  const place = `/api/desk/entries/${id}/documents/it`
  const state = await call<Document>(page, 'GET', place)
  if (state.can.includes('withdraw')) await call(page, 'POST', `${place}/withdraw`, { revision: state.revision })
  const other = await browser.newContext({ baseURL: server.url, locale: 'en-GB', timezoneId: 'Europe/Berlin' })
  const second = await other.newPage()
  await signInAs(second, 'Maria')
  await page.goto(`/admin/entries/${id}/it`)
  await second.goto(`/admin/entries/${id}/it`)
  await expect(second.getByRole('textbox', { name: /^Tagline/ })).toBeEditable()

  const strip = second.getByRole('region', { name: 'Text' }).getByText(/^Giulia saved first, .*You both changed 1 place\./)
  await page.getByRole('textbox', { name: /^Tagline/ }).fill('Quella di Giulia')
  await page.getByRole('textbox', { name: /^Tagline/ }).blur()
  await saved(page)
  await second.getByRole('textbox', { name: /^Tagline/ }).fill('Quella di Maria')
  const summary = `${await second.getByRole('textbox', { name: /^Summary/ }).inputValue()} Di Maria.`
  await second.getByRole('textbox', { name: /^Summary/ }).fill(summary)
  await second.getByRole('textbox', { name: /^Summary/ }).blur()
  await expect(strip).toBeVisible()
  await expect(second.locator('[data-live="assertive"]')).toContainText('Giulia saved first')
  await expect(second.getByText('Someone saved first', { exact: true })).toBeVisible()

  second.on('dialog', (ask) => void ask.accept())
  await second.reload() // the refused text is still there, and still not sent
  await expect(strip).toBeVisible()
  await expect(second.getByRole('textbox', { name: /^Summary/ })).toHaveValue(summary)
  await second.getByRole('textbox', { name: /^Summary/ }).fill(`${summary} Dopo.`)
  await second.getByRole('button', { name: 'Compare' }).click()
  const dialog = second.getByRole('dialog', { name: 'You and Giulia changed the same text' })
  await expect(dialog.getByRole('region')).toHaveCount(1)
  await expect(dialog.getByRole('region', { name: 'Tagline' })).toContainText('Quella di Giulia')
  await axe(second)
  await dialog.getByRole('button', { name: 'Go on with this text' }).click()
  await expect(dialog.getByText('1 place is still open.')).toBeVisible()
  await dialog.getByRole('textbox', { name: 'Edit result' }).fill('Quella di Giulia e di Maria')
  await dialog.getByRole('button', { name: 'Go on with this text' }).click()
  await saved(second)
  const { fields } = await call<Document>(second, 'GET', place)
  expect([fields.tagline, fields.summary]).toEqual(['Quella di Giulia e di Maria', `${summary} Dopo.`])
  await other.close()
})

test('a rewrite is set aside, the live text mended, and the rewrite taken up again', async ({ page, signInAs }) => {
  await signInAs(page, 'Giulia')
  const id = await entry(page, 'Palermo')
  const place = `/api/desk/entries/${id}/documents/it`
  const state = await call<Document>(page, 'GET', place)
  if (state.can.includes('withdraw')) await call(page, 'POST', `${place}/withdraw`, { revision: state.revision })
  await page.goto(`/admin/entries/${id}/it`)
  const tagline = page.getByRole('textbox', { name: /^Tagline/ })
  const summary = page.getByRole('textbox', { name: /^Summary/ })
  await tagline.fill('Metà di una riscrittura')
  await summary.fill('Un altro riassunto.')
  await summary.blur()
  await saved(page)
  await page.getByRole('button', { name: 'More', exact: true }).first().click()
  await page.getByRole('menuitem', { name: 'Set aside Italian…' }).click()
  const naming = page.getByRole('dialog', { name: 'Set the rewrite aside (Italian)?' })
  await naming.getByRole('textbox', { name: 'Name' }).fill('Per la primavera')
  await naming.getByRole('button', { name: 'Set aside' }).click()
  await expect(page.getByText('1 rewrite of this text is set aside.')).toBeVisible()
  await expect(tagline).not.toHaveValue('Metà di una riscrittura') // the text there was before stands in the fields

  await tagline.fill('La frase corretta')
  await tagline.blur()
  await saved(page)
  await page.getByRole('button', { name: 'Show', exact: true }).click()
  await axe(page)
  await page.getByRole('button', { name: 'Take up: Per la primavera' }).click()
  const meeting = page.getByRole('dialog', { name: '“Per la primavera” and the text there is now' })
  await expect(meeting.getByRole('region')).toHaveCount(1) // the summary was changed by the rewrite alone
  await meeting.getByRole('region', { name: 'Tagline' }).getByRole('button', { name: 'Keep this text' }).click()
  await meeting.getByRole('button', { name: 'Take up' }).click()
  await expect(page.getByRole('region', { name: 'Messages' }).getByText('Italian: rewrite taken up')).toBeVisible()
  await expect(tagline).toHaveValue('La frase corretta')
  await expect(summary).toHaveValue('Un altro riassunto.')

  await page.getByRole('button', { name: 'More', exact: true }).first().click()
  await page.getByRole('menuitem', { name: 'Set aside Italian…' }).click()
  await naming.getByRole('textbox', { name: 'Name' }).fill('Niente')
  await naming.getByRole('button', { name: 'Set aside' }).click()
  await page.getByRole('button', { name: 'Show', exact: true }).click()
  await page.getByRole('button', { name: 'Discard: Niente' }).click()
  await page.getByRole('dialog', { name: 'Discard “Niente”?' }).getByRole('button', { name: 'Discard' }).click()
  await expect(page.getByText('No rewrite is set aside here.')).toBeVisible()
})

test('keys lead from field to field and move what is in them; a comment stands beside its field and is found again', async ({ page, browser, server, signInAs }) => {
  await signInAs(page, 'Giulia')
  const id = await entry(page, 'Palermo')
  const place = `/api/desk/entries/${id}/documents/it`
  const state = await call<Document>(page, 'GET', place)
  if (state.can.includes('withdraw')) await call(page, 'POST', `${place}/withdraw`, { revision: state.revision })
  await page.goto(`/admin/entries/${id}/it`)
  const tagline = page.getByRole('textbox', { name: /^Tagline/ })
  await tagline.focus()
  await page.keyboard.press('Alt+ArrowDown')
  await expect(page.getByRole('textbox', { name: /^Summary/ })).toBeFocused()
  await page.keyboard.press('Alt+ArrowUp')
  await expect(tagline).toBeFocused()

  const takeaways = page.getByRole('group', { name: 'Key takeaways' }).getByRole('textbox')
  const second = await takeaways.nth(1).inputValue()
  await takeaways.nth(1).focus()
  await page.keyboard.press('Alt+Shift+ArrowUp')
  await expect(takeaways.nth(0)).toHaveValue(second)
  await expect(takeaways.nth(0)).toBeFocused()

  const body = page.getByRole('group', { name: 'Sections' }).locator('.ProseMirror').first()
  await body.locator('> *').last().click()
  await page.keyboard.press('Control+End')
  await page.evaluate(() => new Promise((done) => { setTimeout(done, 100) })) // the editor hears of the new place a little later than the page
  await page.keyboard.press('Enter')
  await page.keyboard.press('/')
  await page.getByRole('menuitem', { name: 'Smaller heading' }).click()
  await page.keyboard.type('Un titolo')
  await expect(body.getByRole('heading', { name: 'Un titolo' })).toBeVisible()
  const blocks = await body.locator('> *').count()
  await page.keyboard.press('Alt+Shift+ArrowUp')
  await expect(body.locator(`> :nth-child(${blocks - 1})`)).toHaveText('Un titolo')
  await saved(page)

  await tagline.focus()
  await page.keyboard.press('Alt+c')
  const aside = page.getByRole('complementary', { name: 'Problems, comments and history' })
  await aside.getByRole('textbox', { name: 'What do you want to say?' }).fill('Is this the motto of the city?')
  await page.keyboard.press('Control+Enter')
  await expect(aside.getByRole('region', { name: 'Tagline' })).toContainText('Is this the motto of the city?')
  await expect(page.getByRole('button', { name: '1 comment: Tagline' })).toBeVisible()
  await page.keyboard.press('Alt+p')
  await expect(page.getByRole('tab', { name: /^Problems/ })).toBeFocused()
  await axe(page)

  const other = await browser.newContext({ baseURL: server.url, locale: 'en-GB', timezoneId: 'Europe/Berlin' })
  const maria = await other.newPage()
  await signInAs(maria, 'Maria')
  await maria.goto(`/admin/entries/${id}/it?at=tagline`)
  await expect(maria.getByRole('textbox', { name: /^Tagline/ })).toBeFocused()
  await expect(maria.getByRole('region', { name: 'Tagline' })).toContainText('Is this the motto of the city?')
  await tagline.focus() // each sees the other, and where she is
  await expect(page.getByRole('img', { name: 'Maria here' })).toBeVisible()
  await expect(maria.getByRole('img', { name: 'Giulia here' })).toBeVisible()
  await page.getByRole('textbox', { name: /^Summary/ }).fill('Da Giulia, mentre Maria legge.')
  await maria.getByRole('button', { name: 'Load', exact: true }).click()
  await expect(maria.getByRole('textbox', { name: /^Summary/ })).toHaveValue('Da Giulia, mentre Maria legge.')
  await other.close()
})

for (const [colorScheme, width] of [['light', 1280], ['dark', 1280], ['light', 400]] as const) {
  test(`editor and preview link, ${colorScheme}, ${width} pixels`, async ({ page, signInAs }) => {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 860 })
    await signInAs(page, 'Giulia')
    const id = await entry(page, 'Palermo')
    await page.goto(`/admin/entries/${id}/it`)
    await expect(page.getByRole('textbox', { name: /^Tagline/ })).toBeVisible()
    await axe(page)
    await noSidewaysScroll(page)
    await page.getByRole('button', { name: 'Preview' }).click()
    const dialog = page.getByRole('dialog', { name: 'Preview Italian' })
    await dialog.getByRole('button', { name: 'Make a link' }).click()
    const link = dialog.getByRole('listitem').first().getByRole('link', { name: 'Open page' })
    const shown = await page.request.get((await link.getAttribute('href')) ?? '')
    expect([shown.status(), shown.headers()['cache-control']]).toEqual([200, 'no-store'])
    await axe(page)
    await noSidewaysScroll(page)
    await dialog.getByRole('button', { name: 'Revoke' }).first().click()
    await expect(dialog.getByText('There is no link to this text.')).toBeVisible()
  })
}
