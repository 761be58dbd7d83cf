// Giulia and Eleni edit the same text. What one of them alone changed is put together,
// what both changed is decided by the one who came second; nothing is lost.
import { axe, cityId, expect, test, type Person } from './town'
import { saved } from './verbs'

const giulias = 'La città che chiama cittadino chi ci vive'
const elenis = 'La città dei quattro fiumi'
const joined = 'La città dei quattro fiumi chiama cittadino chi ci vive'

interface Text {
  fields: { tagline: string; takeaways: { text: string }[] }
}

/** What the page said aloud at once, and what became of its attempts to save. */
async function overhear({ page }: Person): Promise<{ assertive: () => Promise<string[]>; saves: number[] }> {
  const saves: number[] = []
  page.on('response', (answer) => {
    if (answer.request().method() === 'PUT' && /\/documents\/\w+(\/segments)?$/.test(new URL(answer.url()).pathname)) saves.push(answer.status())
  })
  await page.evaluate(() => {
    const heard: string[] = []
    Object.assign(window, { heard })
    const region = document.querySelector('[aria-live="assertive"]')
    if (region) new MutationObserver(() => { heard.push(region.textContent) }).observe(region, { childList: true, characterData: true, subtree: true })
  })
  return { assertive: () => page.evaluate(() => (window as unknown as { heard: string[] }).heard), saves }
}

test('4. two people edit the same text', async ({ join }) => {
  const ana = await join('Ana', { desk: false })
  const palermo = await cityId(ana, 'Palermo')
  const place = `/api/desk/entries/${palermo}/documents/it`
  await test.step('Eleni may write Italian, too', async () => {
    const { body } = await ana.call<{ data: { id: string; name: string }[] }>('GET', '/api/desk/people')
    const her = body.data.find((one) => one.name === 'Eleni')
    expect((await ana.call('POST', `/api/desk/people/${her?.id}/grants`, { role: 'researcher', type: '*', locale: 'it', country: '*' })).status).toBeLessThan(300)
  })
  const { body: before } = await ana.call<Text>('GET', place)
  const [giulia, eleni] = await Promise.all([join('Giulia', { desk: false }), join('Eleni', { desk: false })])
  const tagline = (one: Person) => one.page.getByRole('textbox', { name: /^Tagline/ })
  const second = eleni.page.getByRole('textbox', { name: /^Takeaway/ }).nth(1)

  await test.step('both open it, and each sees that the other is there', async () => {
    await Promise.all([giulia, eleni].map((one) => one.page.goto(`/admin/entries/${palermo}/it`)))
    await expect(giulia.page.getByRole('list', { name: 'Also here: Eleni' }).getByRole('button', { name: 'Go to Eleni: Italian' })).toBeVisible()
    await expect(eleni.page.getByRole('list', { name: 'Also here: Giulia' }).getByRole('button', { name: 'Go to Giulia: Italian' })).toBeVisible()
  })
  const heard = await overhear(eleni)

  await test.step('Giulia saves the tagline', async () => {
    await tagline(giulia).fill(giulias)
    await saved(giulia.page)
  })

  const takeaway = `${before.fields.takeaways[1]?.text} Anche in estate.`
  await test.step('Eleni, still before the old text, changes the tagline and a takeaway: her saving stops, once and aloud', async () => {
    await tagline(eleni).fill(elenis)
    await second.fill(takeaway)
    await expect(eleni.page.getByRole('region', { name: 'Text' }).getByText(/^Giulia saved first, .*You both changed 1 place\. Your text is kept in this browser/)).toBeVisible()
    await expect(eleni.page.getByText('Someone saved first', { exact: true })).toBeVisible()
    await second.blur()
    await eleni.page.keyboard.press('Control+s')
    await expect(second).toHaveValue(takeaway)
    expect((await ana.call<Text>('GET', place)).body.fields).toMatchObject({ tagline: giulias, takeaways: before.fields.takeaways })
  })

  await test.step('she compares the tagline alone, and joins both', async () => {
    const { page } = eleni
    await page.getByRole('button', { name: 'Compare', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'You and Giulia changed the same text' })
    await expect(dialog.getByRole('region')).toHaveCount(1)
    await expect(dialog.getByRole('region', { name: 'Tagline' })).toContainText(giulias)
    await axe(page)
    expect(heard.saves, 'nothing is sent before she decides').toEqual([409])
    await dialog.getByRole('textbox', { name: 'Edit result' }).fill(joined)
    await dialog.getByRole('button', { name: 'Go on with this text' }).click()
    await saved(page)
    await expect(tagline(eleni)).toHaveValue(joined)
    await second.fill(`${takeaway} E in inverno.`)
    await saved(page)
    expect(heard.saves.slice(1).every((status) => status === 200), 'she goes on').toBe(true)
  })

  await test.step('her result stands, what was there before is in the history, and she was interrupted once', async () => {
    const { body } = await ana.call<Text>('GET', place)
    expect(body.fields.tagline).toBe(joined)
    expect(body.fields.takeaways.map((one) => one.text)).toEqual(before.fields.takeaways.map((one, i) => (i === 1 ? `${takeaway} E in inverno.` : one.text)))
    const { body: list } = await ana.call<{ data: { id: string; name: string }[] }>('GET', `${place}/revisions`)
    const texts = await Promise.all(list.data.slice(0, 3).map(async ({ id }) => (await ana.call<Text>('GET', `${place}/revisions/${id}`)).body.fields.tagline))
    expect(texts).toEqual([joined, giulias, before.fields.tagline])
    const said = await heard.assertive()
    expect(said.filter((one) => one !== '')).toHaveLength(1)
    expect(said[0]).toMatch(/^Giulia saved first/)
    await giulia.page.getByRole('button', { name: 'Load', exact: true }).click()
    await expect(tagline(giulia)).toHaveValue(joined)
    await axe(giulia.page)
  })
})

test('4. two people translate the same text into two languages', async ({ join }) => {
  const [jonas, claire] = await Promise.all([join('Jonas', { desk: false }), join('Claire', { desk: false })])
  const palermo = await cityId(jonas, 'Palermo')
  const words = { de: 'Palermo, gemeinsam', fr: 'Palerme, ensemble' } as const
  const both = [[jonas, 'de'], [claire, 'fr']] as const
  const heard = await Promise.all(both.map(async ([one, locale]) => {
    await one.page.goto(`/admin/translate/${palermo}/${locale}`)
    await one.page.getByRole('button', { name: 'Translate segment 2', exact: true }).click()
    await expect(one.page.getByRole('textbox', { name: 'Translation of segment 2', exact: true })).toBeFocused()
    return overhear(one)
  }))
  await Promise.all(both.map(async ([{ page }, locale]) => {
    await page.keyboard.press('Control+a')
    await page.keyboard.insertText(words[locale])
    await page.keyboard.press('Control+Enter')
    await expect(page.getByRole('status').filter({ hasText: /^Segment 2 confirmed/ })).toBeAttached()
  }))
  for (const [one, locale] of both) {
    const { body } = await one.call<{ segments: { target: { text: string } }[] }>('GET', `/api/desk/entries/${palermo}/documents/${locale}/segments`)
    expect(body.segments[1]?.target.text).toBe(words[locale])
    await axe(one.page)
  }
  for (const { saves, assertive } of heard) {
    expect(saves.filter((status) => status !== 200), 'refused').toEqual([])
    expect(saves.length).toBeGreaterThan(0)
    expect(await assertive()).toEqual([])
  }
})
