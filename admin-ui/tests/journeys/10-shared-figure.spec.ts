// A figure that all languages share. Ana unlocks and changes it, Maria publishes the shared part:
// every language shows the new number in its own way, and no translation has become stale.
import { axe, changedSentences, cityId, expect, test } from './town'
import { approve, open, publish, saved, told } from './verbs'

const shown = { it: '650.000', en: '650,000', fr: '650 000', de: '650.000', el: '650.000', pl: '650 000' }

test('10. a shared figure', async ({ join, reader }) => {
  const ana = await join('Ana')
  const palermo = await cityId(ana, 'Palermo')
  type Entry = { documents: { locale: string; state: string; approved_revision?: string; live?: { revision: string } }[] }
  const texts = async () => {
    const { body } = await ana.call<Entry>('GET', `/api/desk/entries/${palermo}`)
    return body.documents.filter((one) => one.locale !== 'und').map((one) => [one.locale, one.state, one.approved_revision, one.live?.revision])
  }
  const before = await texts()
  const stale = await changedSentences(ana, palermo)

  await test.step('whoever has not the right sees the field locked', async () => {
    const { page } = await join('Jonas')
    await page.goto(`/admin/entries/${palermo}/it`)
    await expect(page.getByText('These fields are the same in every language. You can read them, but not change them.')).toBeVisible()
    await expect(page.getByRole('group', { name: 'Population' }).getByRole('textbox', { name: 'Value' })).not.toBeEditable()
    await expect(page.getByRole('button', { name: /^Unlock/ })).toHaveCount(0)
  })

  await test.step('Ana unlocks it, is told what it changes, and sets number and source', async () => {
    const { page } = ana
    await open(page, 'Palermo')
    await page.getByRole('button', { name: 'Unlock: changes 6 languages' }).click()
    const figure = page.getByRole('group', { name: 'Population' })
    await figure.getByRole('textbox', { name: 'Value' }).fill('650000')
    await figure.getByRole('combobox', { name: 'Source' }).click()
    await page.getByRole('option', { name: /fromseatocity/ }).click()
    await saved(page)
    await page.getByRole('button', { name: 'Submit Shared part for review' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Submit Shared part for review' }).click()
    await told(page, 'Shared part submitted for review')
  })

  await test.step('Maria reads which languages it alters, approves and publishes it', async () => {
    const { page } = await join('Maria')
    await page.goto(`/admin/entries/${palermo}/und/review`)
    await expect(page.getByText(/Approving them alters .*German.*Polish/)).toBeVisible()
    await axe(page)
    await approve(page, 'Palermo', 'Shared part')
    await publish(page, 'Shared part')
  })

  await test.step('every published language shows the same number in its own way', async () => {
    for (const [locale, number] of Object.entries(shown)) {
      const slug = locale === 'fr' ? 'palerme' : 'palermo'
      const { html } = await reader.page(`/${locale}/cities/${slug}`)
      expect(html.replace(/[\u00A0\u202F]|&nbsp;|&#160;/g, ' '), locale).toContain(number)
      expect((await reader.city(slug, locale))?.fields).toMatchObject({ population: { value: 650000 } })
    }
  })

  await test.step('texts, approvals and counts are as they were; the history of the shared part has it', async () => {
    expect(await texts()).toEqual(before)
    expect(await changedSentences(ana, palermo)).toEqual(stale)
    const { page } = ana
    await page.goto(`/admin/entries/${palermo}/und/history`)
    await expect(page.getByText(/readers see it/).first()).toBeVisible()
    await expect(page.getByText(/Ana/).first()).toBeVisible()
    await axe(page)
  })
})
