import { axe, expect, noSidewaysScroll, test } from './harness'

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 400, 320]) {
    test(`desk and matrix, ${colorScheme}, ${width} pixels`, async ({ page, signInAs }) => {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 820 })
      await signInAs(page, 'Jonas')
      await expect(page.getByRole('heading', { level: 2, name: /Sentences changed/ })).toBeVisible()
      await expect(page.getByRole('link', { name: /^Continue: .+, German, \d+ sentences?, \d+ words?/ }).first()).toBeVisible()
      await axe(page)
      await noSidewaysScroll(page)
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Entries' }).click()
      await expect(page).toHaveURL(/mine=true/) // a translator begins with her own work
      await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'All', exact: true }).click()
      await page.getByRole('combobox', { name: 'Type' }).selectOption({ label: 'Cities' })
      await expect(page.getByText('28 entries')).toBeVisible()
      await axe(page)
      await noSidewaysScroll(page)
    })
  }
}

test('the matrix is one tab stop, and arrows lead through it', async ({ page, signInAs }) => {
  await signInAs(page, 'Jonas')
  await page.goto('/admin/entries?type=city')
  const grid = page.getByRole('grid', { name: 'Entries and their languages' })
  await expect(grid.getByRole('row')).toHaveCount(29)
  await expect(grid.locator('[tabindex="0"]')).toHaveCount(1)
  await grid.locator('[tabindex="0"]').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect(page.locator(':focus')).toHaveAccessibleName(/, German: (Published|Draft|Approved|In review|Missing)/)
  await page.keyboard.press('Control+End')
  await expect(page.locator(':focus')).toBeInViewport()
  await expect(grid.locator('[tabindex="0"]')).toHaveCount(1)
})

test('the filters stand in the address, and nothing found offers the way back', async ({ page, signInAs }) => {
  await signInAs(page, 'Jonas')
  await page.goto('/admin/entries?type=city')
  await page.getByRole('textbox', { name: 'Title contains' }).fill('wroclaw')
  await expect(page.getByText('1 entry')).toBeVisible()
  await expect(page).toHaveURL(/q=wroclaw/)
  await page.getByRole('textbox', { name: 'Title contains' }).fill('zzz')
  await expect(page.getByRole('heading', { name: 'No entry fits' })).toBeVisible()
  await page.getByRole('button', { name: 'Clear filters' }).first().click()
  await expect(page.getByRole('grid')).toBeVisible()
})

test('keys: the palette, the list of keys, and the regions', async ({ page, signInAs }) => {
  await signInAs(page, 'Jonas')
  await page.keyboard.press('Alt+h')
  await expect(page.getByRole('dialog', { name: 'Keys and help' })).toContainText('Still right')
  await axe(page)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.keyboard.press('Control+k')
  await page.getByRole('textbox', { name: 'Find an entry or an action' }).fill('entries')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/admin\/entries/)
  await page.keyboard.press('F6')
  await expect(page.locator('[data-region]:focus-within')).toHaveCount(1)
})

test('the interface changes its language, and remembers it', async ({ page, signInAs }) => {
  await signInAs(page, 'Piotr')
  await page.getByRole('button', { name: 'Piotr: account' }).click()
  await page.getByRole('combobox', { name: 'Language of the interface' }).selectOption('pl')
  await expect(page.getByRole('heading', { level: 2, name: /Zmienione zdania/ })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { level: 2, name: /Zmienione zdania/ })).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('pl')
})
