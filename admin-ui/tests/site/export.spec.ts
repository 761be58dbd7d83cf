import { expect, test } from '@playwright/test'
import { accessible, host, isStatic, staysHome } from './site'

// What only files have to do for themselves: search, several filters at once, and
// what is left of both without scripts.
test.skip(!isStatic(), 'npm run test:export')

const questions: Record<string, [string, RegExp][]> = {
  en: [['Neapel', /Naples/], ['palermo', /Palermo/], ['participat', /./]],
  el: [['Παλερμο', /Παλέρμο/], ['Νάπολης', /Νάπολη/], ['συμμετοχή', /./]],
  pl: [['Gdansk', /Gdańsk/], ['Neapolu', /Neapol/], ['łodzi', /./]],
  de: [['Zuerich', /./], ['Städten', /./]],
}

for (const [language, list] of Object.entries(questions)) {
  test(`the search of files in ${language}`, async ({ page }) => {
    const home = staysHome(page)
    await page.goto(`${host()}/${language}/search`)
    for (const [text, wanted] of list) {
      await page.locator('#q').fill(text)
      await page.locator('form.find button').click()
      await expect(page).toHaveURL(/search\?q=/)
      await expect(page.locator('form.find output')).toBeVisible()
      if (wanted.source !== '.') await expect(page.locator('ol.rows a').first()).toHaveText(wanted)
    }
    await accessible(page, `search in ${language}`)
    home()
  })
}

test('several filters at once, on the map and in lists', async ({ page }) => {
  await page.goto(`${host()}/en/`)
  const all = await page.locator('a.mk:not(.off)').count()
  await page.locator('#f-area').selectOption('political-participation')
  await expect(page).toHaveURL(/area/)
  const some = await page.locator('a.mk:not(.off)').count()
  expect(some).toBeLessThan(all)
  await page.locator('#f-network').selectOption({ index: 3 })
  await expect(page).toHaveURL(/area=.*network=/)
  const both = await page.locator('a.mk:not(.off)').count()
  expect(both).toBeLessThanOrEqual(some)
  await expect(page.locator('.gaz li')).toHaveCount(both)
  await expect(page.locator('form.filter output')).toContainText(String(both))

  await page.goto(`${host()}/en/approaches`)
  await page.locator('#f-country').selectOption('IT')
  await page.locator('#f-from').fill('2015')
  await page.locator('form.bar button').click()
  await expect(page).toHaveURL(/country=IT&from=2015/)
  const found = await page.locator('ol.rows > li').count()
  expect(found).toBeGreaterThan(0)
  await expect(page.locator('form.bar output')).toContainText(String(found))
  await accessible(page, 'approaches, narrowed')
})

test('without scripts each choice is a link, and the search says what to do', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${host()}/de/approaches`)
  await expect(page.locator('form.bar')).toBeHidden()
  await page.locator('details.choices summary').click()
  await page.locator('details.choices a', { hasText: 'Italien' }).click()
  await expect(page).toHaveURL(/country\/IT/)
  await expect(page.locator('ol.rows > li').first()).toBeVisible()
  await page.goto(`${host()}/de/search`)
  await expect(page.locator('main p.empty')).toContainText('JavaScript')
  const first = await page.goto(`${host()}/`)
  expect(first?.status()).toBe(200)
  await page.getByRole('link', { name: 'Polski' }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'pl')
  await page.goto(`${host()}/palermo`)
  await expect(page).toHaveURL(/\/en\/cities\/palermo/)
  await context.close()
})
