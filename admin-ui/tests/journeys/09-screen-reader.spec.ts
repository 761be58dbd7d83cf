// Lucía hears the page: what an item of her queue is called, how the headings are ordered, what is said
// while she works and in which language, and what is not said.
import type { Page } from '@playwright/test'
import { axe, cityId, expect, oneSentenceChanges, test } from './town'

const texts = ['Palermo', 'Una ciudad de mar donde quien llega es palermitano', 'Palermo acoge a los vecinos de otra ciudadanía como a todos los demás.']

/** The levels of the headings that can be heard, in their order. */
async function outline(page: Page): Promise<number[]> {
  const headings = page.getByRole('heading')
  return headings.evaluateAll((all) => all.map((one) => Number(/^H(\d)$/.exec(one.tagName)?.[1] ?? one.getAttribute('aria-level'))))
}

async function inOutline(page: Page): Promise<void> {
  const levels = await outline(page)
  expect(levels.filter((level) => level === 1)).toHaveLength(1)
  for (const [i, level] of levels.entries()) expect(level, `heading ${i + 1} of ${levels.join(' ')}`).toBeLessThanOrEqual((levels[i - 1] ?? 1) + 1)
}

/** Writes down what a screen reader would say by itself from now on. */
async function listen(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const live = '[role=status]:not([aria-live=off]), [role=alert], [aria-live=polite], [aria-live=assertive]'
    const said: string[] = []
    Object.assign(window, { said })
    const heard = new Map<Element, string>()
    const words = (region: Element) => (region.textContent ?? '').trim()
    for (const region of document.querySelectorAll(live)) heard.set(region, words(region))
    new MutationObserver(() => {
      for (const region of document.querySelectorAll(live)) {
        if (words(region) !== (heard.get(region) ?? '') && words(region) !== '') said.push(words(region))
        heard.set(region, words(region))
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ['aria-live', 'role'] })
  })
  return () => page.evaluate(() => (window as unknown as { said: string[] }).said)
}

test('9. screen-reader queue', async ({ join }) => {
  const lucia = await join('Lucía')
  const palermo = await cityId(lucia, 'Palermo')
  const { page } = lucia
  const segment = (number: number) => page.getByRole('article', { name: new RegExp(`^Segment ${number} of`) })
  const editor = (number: number) => page.getByRole('textbox', { name: `Translation of segment ${number}`, exact: true })

  await test.step('an item says title, language, state, words and date', async () => {
    await inOutline(page)
    await page.getByRole('link', { name: 'Open: Palermo, Spanish, Missing, 260 words left, due 4 December' }).press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: 'Palermo' })).toBeVisible()
    await inOutline(page)
  })

  await test.step('she confirms two segments, and hears that, and nothing of the saving', async () => {
    const said = await listen(page)
    await page.getByRole('button', { name: 'Translate segment 1', exact: true }).press('Enter')
    for (const [i, text] of texts.slice(0, 2).entries()) {
      await expect(editor(i + 1)).toBeFocused()
      await page.keyboard.insertText(text)
      await page.keyboard.press('Control+s')
      await expect(page.getByText(/^Saved/).first()).toBeVisible()
      await page.keyboard.press('Control+Enter')
    }
    await expect(editor(3)).toBeFocused()
    expect(await said()).toEqual(['Segment 1 confirmed, 10 to do', 'Segment 2 confirmed, 9 to do'])
  })

  await test.step('each text is in its language', async () => {
    await expect(segment(2).getByText('Una ciudad de mar')).toBeVisible()
    for (const number of [1, 2]) {
      expect(await segment(number).locator('[lang]').evaluateAll((all) => [...new Set(all.map((one) => one.getAttribute('lang')))])).toEqual(['it', 'es'])
    }
    await expect(editor(3)).toHaveAttribute('lang', 'es')
  })

  await test.step('what was added to the source is called so', async () => {
    await page.keyboard.insertText(texts[2] ?? '')
    await page.keyboard.press('Control+Enter')
    await expect(editor(4)).toBeFocused()
    await oneSentenceChanges(await join('Giulia', { desk: false }), await join('Maria', { desk: false }), palermo)
    await page.reload()
    await expect(editor(4)).toBeFocused() // the address remembers it, and its editor takes the focus
    await page.getByRole('button', { name: 'Translate segment 3', exact: true }).press('Enter')
    await expect(segment(3).getByRole('insertion')).toHaveText(/^\s*added: .*o apolidi/)
    await inOutline(page)
    await axe(page)
  })
})
