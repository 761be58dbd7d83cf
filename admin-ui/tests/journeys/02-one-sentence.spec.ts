// One sentence changes after publication. Giulia changes it, Maria publishes it, Jonas translates it:
// readers keep a consistent text, translators see exactly one sentence.
import { axe, changedSentences, cityId, expect, test } from './town'
import { approve, open, publish, saved, submit } from './verbs'

test('2. one sentence changes after publication', async ({ join, reader }) => {
  const giulia = await join('Giulia')
  const palermo = await cityId(giulia, 'Palermo')
  const before = await reader.city('palermo', 'de')

  await test.step('Giulia edits one sentence and has translators look', async () => {
    const { page } = giulia
    await open(page, 'Palermo')
    const summary = page.getByRole('textbox', { name: /^Summary/ })
    await summary.fill((await summary.inputValue()).replace('di altra cittadinanza', 'di altra cittadinanza o apolidi'))
    await saved(page)
    await submit(page, 'Italian', async (dialog) => {
      await expect(dialog.getByRole('radio', { name: 'Translators must look' })).toBeChecked()
    })
    expect(await changedSentences(giulia, palermo), 'nothing is stale before the approval').toMatchObject({ de: 0, fr: 0 })
  })

  await test.step('Maria approves and publishes Italian', async () => {
    const { page } = await join('Maria')
    await approve(page, 'Palermo', 'Italian')
    await publish(page, 'Italian')
    expect((await reader.page('/it/cities/palermo')).html).toContain('di altra cittadinanza o apolidi')
    expect(await changedSentences(giulia, palermo)).toEqual({ de: 1, el: 1, en: 1, es: 0, fr: 1, pl: 1 })
  })

  const jonas = await join('Jonas')
  await test.step('Jonas finds one sentence, with what changed in it and his former text', async () => {
    const { page } = jonas
    await page.getByRole('link', { name: /^Continue: Palermo, German, 1 sentence, \d+ words?/ }).click()
    await page.getByRole('group', { name: 'Show segments' }).getByText('Source changed').click()
    const segments = page.getByRole('region', { name: 'Segments' }).getByRole('article')
    await expect(segments).toHaveCount(1)
    await segments.getByRole('button', { name: /^Translate segment/ }).click()
    await expect(segments.getByRole('insertion').filter({ hasText: 'apolidi' })).toBeVisible()
    await expect(segments).toContainText('Giulia changed this sentence')
    await expect(page.getByRole('complementary', { name: 'Help' })).toContainText('lässt Einwohner:innen anderer Staatsangehörigkeit einen Rat wählen')
  })

  await test.step('he takes the match, edits, confirms and submits', async () => {
    const { page } = jonas
    const editor = page.getByRole('textbox', { name: /^Translation of segment/ })
    await editor.fill('')
    await page.keyboard.press('Control+1')
    await expect(editor).toContainText('einen Rat wählen')
    await editor.fill(((await editor.textContent()) ?? '').replace('anderer Staatsangehörigkeit', 'anderer oder ohne Staatsangehörigkeit'))
    await page.keyboard.press('Control+Enter')
    await expect(page.getByRole('status').filter({ hasText: /^Segment 3 confirmed, 0 to do/ })).toBeAttached()
    await submit(page, 'German')
    expect(await reader.city('palermo', 'de'), 'readers keep the old text').toEqual(before)
  })

  const maria = await join('Maria')
  await test.step('Maria publishes German', async () => {
    await approve(maria.page, 'Palermo', 'German')
    await publish(maria.page, 'German')
    expect((await reader.page('/de/cities/palermo')).html).toContain('anderer oder ohne Staatsangehörigkeit')
  })

  const others = { de: 0, el: 1, en: 1, fr: 1, pl: 1 }
  await test.step('the other languages still have one sentence to look at, and the matrix says so', async () => {
    expect(await changedSentences(maria, palermo)).toMatchObject(others)
    const { page } = maria
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Entries' }).click()
    await page.getByRole('combobox', { name: 'Type' }).selectOption({ label: 'Cities' })
    await page.getByRole('textbox', { name: 'Title contains' }).fill('Palermo')
    await expect(page.getByRole('link', { name: 'Palermo, German: Published', exact: true })).toBeVisible()
    for (const language of ['English', 'French', 'Greek', 'Polish']) {
      await expect(page.getByRole('link', { name: `Palermo, ${language}: Published, 1 sentence changed` })).toBeVisible()
    }
    await axe(page)
  })

  await test.step('a moved block, a save without change and one more language make nothing stale', async () => {
    const place = `/api/desk/entries/${palermo}/documents`
    type Text = { version: number; revision: string; fields: { takeaways: unknown[] } }
    const { body: italian } = await giulia.call<Text>('GET', `${place}/it`)
    const moved = { ...italian.fields, takeaways: italian.fields.takeaways.toReversed() }
    const { body: after } = await giulia.call<Text>('PUT', `${place}/it`, { fields: moved }, { 'If-Match': `"${italian.version}"` })
    await giulia.call('PUT', `${place}/it`, { fields: after.fields }, { 'If-Match': `"${after.version}"` })
    await giulia.call('POST', `${place}/it/submit`, { revision: after.revision })
    expect((await maria.call('POST', `${place}/it/approve`, { revision: after.revision })).status).toBe(200)
    expect((await maria.call('POST', `${place}/it/publish`)).status).toBe(200)
    const lucia = await join('Lucía')
    type Segments = { segments: { key: string; source: string; source_hash: string; target: { hash: string } }[] }
    const { body: spanish } = await lucia.call<Segments>('GET', `${place}/es/segments`)
    const [first] = spanish.segments
    expect((await lucia.call('PUT', `${place}/es/segments`, { segments: [{ key: first?.key, text: 'Palermo', from: first?.source_hash, if_hash: first?.target.hash, state: 'translated' }] })).status).toBe(200)
    expect(await changedSentences(maria, palermo)).toMatchObject(others)
  })
})
