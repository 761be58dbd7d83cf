// The connection is lost while Claire translates on the train. She closes the tab, her session ends,
// and what she wrote is saved when she comes back; where somebody wrote meanwhile, both texts stay.
import type { Page } from '@playwright/test'
import { axe, cityId, expect, test } from './town'
import { told } from './verbs'

type Segments = { segments: { key: string; source_hash: string; target: { text: string; hash: string; from?: string } }[] }

async function add(page: Page, number: number, words: string): Promise<void> {
  await page.getByRole('button', { name: `Translate segment ${number}`, exact: true }).click()
  await expect(page.getByRole('textbox', { name: `Translation of segment ${number}` })).toBeFocused()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(words)
}

test('11. connection lost while translating', async ({ join, moveClock, server }) => {
  const claire = await join('Claire')
  const ana = await join('Ana', { desk: false })
  const palermo = await cityId(ana, 'Palermo')
  const address = `/admin/translate/${palermo}/fr`
  const place = `/api/desk/entries/${palermo}/documents/fr/segments`
  const texts = async () => (await ana.call<Segments>('GET', place)).body.segments
  const before = await texts()
  const context = claire.page.context()

  await test.step('two sentences are saved, two more are kept in the browser', async () => {
    const { page } = claire
    await page.goto(address)
    for (const number of [2, 3]) {
      await add(page, number, ' Un.')
      await page.keyboard.press('Control+s')
      await expect(page.getByRole('status').filter({ hasText: /^Saved/ }).first()).toBeVisible()
    }
    await context.setOffline(true)
    for (const number of [4, 5, 6]) {
      await add(page, number, ' Deux.')
      await page.keyboard.press('Control+s')
      await expect(page.getByRole('status').filter({ hasText: 'Offline, kept in this browser' })).toBeVisible()
    }
    await page.close()
    expect((await texts()).filter((one, i) => one.target.text !== before[i]?.target.text)).toHaveLength(2)
  })

  await test.step('meanwhile Ana writes the sixth sentence', async () => {
    const sixth = (await texts())[5]
    const answer = await ana.call('PUT', place, { segments: [{ key: sixth?.key, text: 'Ana était là.', from: sixth?.target.from, if_hash: sixth?.target.hash, state: 'draft' }] })
    expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  })

  await test.step('days later she signs in, is where she was, and hears that two were saved', async () => {
    await moveClock(new Date('2026-11-27T10:00:00+01:00'))
    await context.setOffline(false)
    const page = await context.newPage()
    await page.goto(address)
    const { email, password } = server.login('Claire')
    await page.getByRole('textbox', { name: 'E-mail' }).fill(email)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page).toHaveURL(new RegExp(address))
    // Signing in brings her own language.
    await told(page, '2 phrases conservées dans ce navigateur ont été enregistrées')
    await expect(page.getByRole('article', { name: /^Segment 4 sur/ })).toContainText('Deux.')
    await expect(page.getByRole('article', { name: /^Segment 5 sur/ })).toContainText('Deux.')
    await expect(page.getByRole('article', { name: /^Segment 6 sur/ })).toContainText('Ana était là.')
  })

  await test.step('the sentence that Ana wrote shows both texts, and nothing is overwritten', async () => {
    const page = context.pages().at(-1) ?? claire.page
    await page.getByRole('button', { name: 'Traduire le segment 6', exact: true }).first().click()
    await expect(page.getByRole('textbox', { name: 'Traduction du segment 6' })).toContainText('Deux.')
    await expect(page.getByRole('alert').filter({ hasText: 'Ana était là.' })).toBeVisible()
    await axe(page)
  })
})
