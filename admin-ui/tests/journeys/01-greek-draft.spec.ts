// From a Greek draft to seven languages. Eleni writes, Maria approves and publishes, six translators translate.
import { axe, cityId, expect, test, type Person } from './town'
import { greek, inOrder, translations } from './karditsa'
import { approve, open, saved, submit, told } from './verbs'

const translators = { en: 'Emma', fr: 'Claire', de: 'Jonas', it: 'Paola', pl: 'Piotr', es: 'Lucía' } as const
const shown = { el: '41.500', en: '41,500', fr: '41 500', de: '41.500', it: '41.500', pl: '41 500', es: '41.500' }
const languages = { el: 'Greek', en: 'English', fr: 'French', de: 'German', it: 'Italian', pl: 'Polish', es: 'Spanish' }

test('1. from a Greek draft to seven languages', async ({ join, reader }) => {
  const eleni = await join('Eleni')
  const maria = await join('Maria')

  await test.step('Eleni begins an entry in Greek and fills it; nothing has a save button', async () => {
    const { page } = eleni
    await page.getByRole('button', { name: 'New entry' }).click()
    const dialog = page.getByRole('dialog', { name: 'New entry' })
    await dialog.getByRole('combobox', { name: 'Type' }).selectOption({ label: 'City' })
    await dialog.getByRole('combobox', { name: 'Language it is written in' }).selectOption({ value: 'el' })
    await dialog.getByRole('button', { name: 'Create entry' }).click()
    await page.getByRole('textbox', { name: /^Name/ }).fill(greek.name)
    await page.getByRole('textbox', { name: /^Tagline/ }).fill(greek.tagline)
    for (const [i, text] of greek.takeaways.entries()) {
      await page.getByRole('button', { name: 'Add: Takeaway' }).click()
      await page.getByRole('textbox', { name: /^Takeaway/ }).nth(i).fill(text)
    }
    await expect(page.getByRole('button', { name: /^Save/ })).toHaveCount(0)
  })

  await test.step('what all languages share: place, source, and a figure, of which she knows neither year nor, yet, source', async () => {
    const { page } = eleni
    const shared = page.getByRole('region', { name: 'Shared by all languages' })
    await shared.getByRole('combobox', { name: /^Country/ }).fill('Greece')
    await page.getByRole('option', { name: 'Greece' }).click()
    await shared.getByRole('textbox', { name: 'Latitude' }).fill('39.36485')
    await shared.getByRole('textbox', { name: 'Longitude' }).fill('21.92191')
    await shared.getByRole('button', { name: 'Add source' }).click()
    await shared.getByRole('textbox', { name: 'Title' }).fill('Δήμος Καρδίτσας')
    await shared.getByRole('textbox', { name: 'Address' }).fill('https://dimoskarditsas.gov.gr/')
    const figure = shared.getByRole('group', { name: 'Population' })
    await figure.getByRole('textbox', { name: 'Value' }).fill('41500')
    await figure.getByRole('checkbox', { name: 'Year not known' }).check()
    await saved(page)
  })

  await test.step('a section, whose text cites the source', async () => {
    const { page } = eleni
    await page.getByRole('button', { name: 'Add section' }).click()
    await page.getByRole('menuitem', { name: 'What is unique' }).click()
    const section = page.getByRole('group', { name: /^Sections/ })
    await section.getByRole('textbox', { name: 'Heading' }).fill(greek.heading)
    const body = section.getByRole('textbox', { name: 'Text' })
    await body.click()
    await page.keyboard.insertText(greek.body)
    await page.keyboard.press('Control+a')
    await section.getByRole('toolbar').getByText('Cite').click()
    await page.getByRole('menuitem', { name: /Δήμος Καρδίτσας/ }).click()
    await saved(page)
  })

  await test.step('she cannot submit before the problems are gone; a link leads to the field', async () => {
    const { page } = eleni
    const button = page.getByRole('button', { name: 'Submit Greek for review' })
    const problems = page.getByRole('complementary', { name: 'Problems, comments and history' })
    await expect(button).toHaveAttribute('aria-disabled', 'true')
    await expect(button).toHaveAccessibleDescription('2 problems first')
    await problems.getByRole('button', { name: /^Summary/ }).click()
    await expect(page.getByRole('textbox', { name: /^Summary/ })).toBeFocused()
    await page.keyboard.insertText(greek.summary)
    await problems.getByRole('button', { name: /^Population, Source/ }).click()
    await expect(page.getByRole('group', { name: 'Population' }).getByRole('combobox', { name: 'Source' })).toBeFocused()
    await page.keyboard.press('ArrowDown')
    await page.getByRole('option', { name: /Δήμος Καρδίτσας/ }).click()
    await expect(problems.getByText('Nothing is in the way.')).toBeVisible()
    await axe(page)
    await submit(page, 'Greek', async (dialog) => {
      await expect(dialog.getByRole('checkbox', { name: 'Submit the shared part, too' })).toBeChecked()
    })
  })

  const karditsa = await cityId(eleni, 'Καρδίτσα')
  const documents = `/api/desk/entries/${karditsa}/documents`
  await test.step('Maria reads the revision, approves and publishes Greek with the shared part', async () => {
    const { page } = maria
    await approve(page, '', 'Shared part', karditsa)
    await approve(page, 'Καρδίτσα', 'Greek')
    await page.getByRole('button', { name: 'Publish Greek' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByRole('checkbox', { name: /^Shared part/ })).toBeChecked()
    await dialog.getByRole('button', { name: 'Publish Greek and Shared part', exact: true }).click()
    await told(page, 'Greek and Shared part published')
  })

  await test.step('until it is translated, Polish readers get the Greek text and are told so', async () => {
    const { status, html } = await reader.page('/pl/cities/karditsa')
    expect(status).toBe(200)
    expect(html).toContain(greek.tagline)
    expect(html).toMatch(/role="note"><p>[^<]*(greck|grecki)/i)
  })

  await test.step('Jonas finds it as missing and confirms sentence after sentence', async () => {
    const jonas = await join('Jonas')
    const { page } = jonas
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Entries' }).click()
    await page.getByRole('combobox', { name: 'Language' }).selectOption({ label: 'German' })
    await page.getByRole('combobox', { name: 'State' }).selectOption({ label: 'Missing' })
    await page.getByRole('link', { name: 'Καρδίτσα, German: Missing' }).click()
    const texts = inOrder(translations.de)
    await page.getByRole('button', { name: 'Translate segment 1', exact: true }).click()
    for (const [i, text] of texts.entries()) {
      const editor = page.getByRole('textbox', { name: `Translation of segment ${i + 1}`, exact: true })
      await expect(editor).toBeFocused()
      if (i === texts.length - 1) await page.keyboard.press('Alt+c') // the citation is in the source
      await page.keyboard.press('Control+a')
      await page.keyboard.insertText(text)
      await page.keyboard.press('Control+Enter')
    }
    await expect(page.getByRole('status').filter({ hasText: `Segment ${texts.length} confirmed, 0 to do` })).toBeAttached()
    await submit(page, 'German')
  })

  await test.step('the five others do the same', async () => {
    for (const [locale, name] of Object.entries(translators)) {
      if (locale === 'de') continue
      await translate(await join(name, { desk: false }), `${documents}/${locale}`, inOrder(translations[locale as 'en']))
    }
  })

  await test.step('Maria approves and publishes each', async () => {
    for (const locale of Object.keys(translators)) {
      const { body } = await maria.call<{ revision: string }>('GET', `${documents}/${locale}`)
      expect((await maria.call('POST', `${documents}/${locale}/approve`, { revision: body.revision })).status).toBe(200)
      expect((await maria.call('POST', `${documents}/${locale}/publish`, { revision: body.revision })).status).toBe(200)
    }
    const { page } = maria
    await open(page, 'Καρδίτσα')
    const strip = page.getByRole('list', { name: 'Languages of this entry' })
    await expect(strip.getByRole('link', { name: /: (Source, )?Published/ })).toHaveCount(8) // and the shared part
    await axe(page)
  })

  await test.step('seven pages, each in its language, with its own form of the one figure', async () => {
    for (const [locale, number] of Object.entries(shown)) {
      const { status, html } = await reader.page(`/${locale}/cities/karditsa`)
      expect(status, locale).toBe(200)
      expect(html).toContain(`<html lang="${locale}"`)
      for (const other of Object.keys(shown)) expect(html).toMatch(new RegExp(`<link rel="alternate" hreflang="${other}" href="[^"]*/${other}/cities/karditsa"`))
      expect(html).not.toContain('role="note"')
      expect(html.replace(/[\u00A0\u202F]|&nbsp;|&#160;/g, ' '), locale).toContain(number)
    }
  })

  await test.step('the history of each names author, approver and publisher', async () => {
    for (const locale of Object.keys(languages)) {
      const author = locale === 'el' ? 'Eleni' : translators[locale as 'en']
      const { body } = await maria.call<{ data: { verb: string; name: string }[] }>('GET', `${documents}/${locale}/history`)
      const done = body.data.map((one) => `${one.name}: ${one.verb}`)
      expect(done, locale).toEqual(expect.arrayContaining([`${author}: submit`, 'Maria: approve', 'Maria: publish']))
    }
  })
})

/** A translator's requests: all sentences confirmed, then submitted. */
async function translate({ call }: Person, place: string, texts: string[]): Promise<void> {
  type Segments = { segments: { key: string; source_hash: string; inline?: unknown[]; target: { hash: string } }[] }
  const { body: view } = await call<Segments>('GET', `${place}/segments`)
  expect(view.segments).toHaveLength(texts.length)
  const segments = view.segments.map((one, i) => {
    const marked = (one.inline?.length ?? 0) > 0
    return { key: one.key, text: marked ? `<1>${texts[i]}</1>` : texts[i], ...(marked ? { inline: one.inline } : {}), from: one.source_hash, if_hash: one.target.hash, state: 'translated' }
  })
  const saved = await call('PUT', `${place}/segments`, { segments })
  expect(saved.status, JSON.stringify(saved.body)).toBe(200)
  const { body } = await call<{ revision: string }>('GET', place)
  expect((await call('POST', `${place}/submit`, { revision: body.revision })).status).toBe(200)
}
