// A translator takes a sentence that changed through the workbench; another one sees her question.
import type { Page } from '@playwright/test'
import { axe, expect, noSidewaysScroll, test } from './harness'

/** A request of the person who is signed in on this page. */
async function get<T>(page: Page, path: string): Promise<T> {
  return page.evaluate(async (where) => (await (await fetch(where)).json()) as never, path)
}

/** A page whose Italian summary was changed after it was translated. */
async function bologna(page: Page): Promise<string> {
  const entries = await get<{ data: { id: string; title: string }[] }>(page, '/api/desk/entries?type=city&size=200')
  return entries.data.find((one) => one.title === 'Bologna')?.id ?? ''
}

test('a changed sentence is translated with what the house knows, talked about, and confirmed', async ({ page, signInAs }) => {
  test.slow()
  await signInAs(page, 'Jonas')
  const id = await bologna(page)
  await page.goto(`/admin/translate/${id}/de?show=todo`)
  const bar = page.getByRole('group', { name: 'Show segments' })
  const messages = page.getByRole('region', { name: 'Messages' })
  const panel = page.getByRole('complementary', { name: 'Help' })
  const warnings = page.getByRole('group', { name: 'Warning', exact: true })
  await expect(bar.getByRole('radio', { name: 'Source changed 1' })).toBeVisible()
  await page.keyboard.press('Alt+ArrowDown')
  const editor = page.getByRole('textbox', { name: 'Translation of segment 3' })
  await expect(editor).toBeFocused()
  await expect(panel.getByRole('row', { name: /accoglienza/ })).toContainText('Aufnahme')

  // The approved text from before is the first match; its key puts it back.
  const before = await editor.innerText()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('Illegale in Bologna.')
  const glossary = warnings.filter({ hasText: 'Illegale' })
  await expect(glossary).toContainText('Menschen ohne Papiere')
  await expect(bar.getByRole('radio', { name: /^Warnings [1-9]/ })).toBeVisible()
  await glossary.getByRole('button', { name: 'Replace' }).click()
  await expect(editor).toHaveText('Menschen ohne Papiere in Bologna.')
  await expect(glossary).toHaveCount(0)
  await page.keyboard.press('Control+1')
  await expect(editor).toHaveText(before)

  // A warning is set aside with one key, and comes back with one press.
  await page.keyboard.press('Control+End')
  await page.keyboard.type(' Das war 1999, "damals".')
  await expect(warnings).toHaveCount(2)
  await page.keyboard.press('Alt+i')
  await expect(warnings).toHaveCount(1)
  await messages.getByRole('button', { name: 'Undo' }).click()
  await expect(warnings).toHaveCount(2)
  await page.keyboard.press('Alt+i')
  await expect(warnings).toHaveCount(1)

  // A comment names somebody; a question about the source is asked for every language.
  await page.keyboard.press('Alt+m')
  await expect(panel.getByRole('textbox', { name: 'What do you want to say?' })).toBeFocused()
  await page.keyboard.type('Is this the year, @Ank')
  await expect(panel.getByRole('option', { name: 'Anke' })).toBeVisible()
  await page.keyboard.press('Enter')
  await page.keyboard.type('or not?')
  await page.keyboard.press('Control+Enter')
  await expect(panel.getByRole('region', { name: 'Comment', exact: true })).toContainText('Is this the year, @Anke or not?')
  await page.keyboard.press('Alt+m')
  await panel.getByRole('radio', { name: 'Question about the source' }).check()
  await panel.getByRole('textbox', { name: 'What do you want to say?' }).fill('Which centri sociali?')
  await page.keyboard.press('Control+Enter')
  await expect(panel.getByRole('region', { name: 'Question' })).toContainText('about the Italian text')
  await expect(bar.getByRole('radio', { name: 'Comments 1' })).toBeVisible()

  // What is selected is looked up.
  await editor.click()
  await page.keyboard.press('Control+Home')
  for (let word = 0; word < 3; word++) await page.keyboard.press('Control+Shift+ArrowRight')
  await page.keyboard.press('Alt+k')
  await expect(panel.getByRole('list', { name: 'Where it occurs' }).getByRole('listitem').first()).toContainText('Bologna')
  await axe(page)
  await page.keyboard.press('Escape')
  await expect(editor).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Translate segment 3' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(editor).toBeFocused()

  // Confirming mends the quotation marks, says so, and finishes the text.
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('heading', { name: 'German is ready' })).toBeFocused()
  await expect(page.getByRole('article').first()).toContainText('„damals“')
  await messages.getByText('2 quotation marks set').locator('..').getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('article').first()).toContainText('"damals"')
  await expect(page.getByRole('button', { name: 'Submit German for review' })).toHaveCount(1)
  await expect(page.getByRole('link', { name: /^Next: / })).toBeVisible()
  await axe(page)

  // Another translator finds the question with a link to the sentence, and answers it.
  await page.context().clearCookies()
  await signInAs(page, 'Claire')
  await page.goto(`/admin/translate/${id}/fr?at=summary`)
  const question = panel.getByRole('region', { name: 'Question' })
  await expect(question).toContainText('Which centri sociali?')
  await question.getByRole('button', { name: 'Answer' }).click()
  await question.getByRole('textbox', { name: 'Answer' }).fill('The occupied houses.')
  await page.keyboard.press('Control+Enter')
  await expect(question).toContainText('The occupied houses.')
  await question.getByRole('button', { name: 'Settle' }).click()
  await expect(question).toContainText('settled by Claire')
})

test('what breaks the page is not confirmed, and says why', async ({ page, signInAs }) => {
  await signInAs(page, 'Jonas')
  const entries = await get<{ data: { entry: string; title: string }[] }>(page, '/api/desk/queues/de')
  await page.goto(`/admin/translate/${entries.data.find((one) => one.title === 'Salus Space')?.entry ?? ''}/de?show=missing`)
  await page.getByRole('button', { name: 'Translate segment 4' }).click()
  await page.keyboard.type('Ohne die beiden Links.')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('alert').filter({ hasText: 'A mark of the source is missing' })).toBeVisible()
  await expect(page.getByRole('group', { name: 'Must be corrected' }).filter({ hasText: 'is not in the translation' }).first()).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Translation of segment 4' })).toBeFocused()
  await expect(page.getByRole('article', { name: 'Segment 4 of 6, draft' })).toBeVisible()
})

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 400]) {
    test(`workbench, ${colorScheme}, ${width} pixels`, async ({ page, signInAs }) => {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 820 })
      await signInAs(page, 'Jonas')
      const entries = await get<{ data: { entry: string; title: string }[] }>(page, '/api/desk/queues/de')
      await page.goto(`/admin/translate/${entries.data.find((one) => one.title === 'Migrationsforum')?.entry ?? ''}/de?show=changed`)
      await page.getByRole('button', { name: /Translate segment/ }).click()
      if (width < 900) await page.getByRole('button', { name: 'Matches and terms' }).click()
      await expect(page.getByRole('button', { name: /^Before/ })).toBeVisible()
      await axe(page)
      await noSidewaysScroll(page)
    })
  }
}
