import { expect, test } from '@playwright/test'
import { host, staysHome } from './site'

// Journey 12: a reader, without scripts, on a phone and on paper.
test.use({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } })

test('a reader in Greek finds an approach, changes the language, loses the way and prints', async ({ page }) => {
  const home = staysHome(page)
  await page.goto(host() + '/el/')
  await page.locator('#f-area').selectOption({ label: (await page.locator('#f-area option', { hasText: 'Πολιτική συμμετοχή' }).textContent()) ?? '' })
  await page.getByRole('button', { name: 'Εμφάνιση στον χάρτη' }).click()
  await expect(page).toHaveURL(/\/el\/\?.*area=/)

  const lit = await page.locator('a.mk:not(.off)').count()
  await expect(page.locator('.gaz li'), 'list and map agree').toHaveCount(lit)
  await expect(page.locator('form.filter output')).toContainText(String(lit))
  const polish = page.locator('.strip a[lang=pl]')
  await expect(polish, 'the filter goes along').toHaveAttribute('href', /\/pl\/\?.*area=/)

  await page.locator('.gaz').getByRole('link', { name: 'Γκντανσκ' }).click()
  await page.locator('ol.rows a').first().click()
  await expect(page.locator('h1')).toBeVisible()
  const canonical = await page.locator('link[hreflang=pl]').getAttribute('href')
  await page.locator('.strip a[lang=pl]').click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'pl')
  expect(new URL(page.url()).pathname, 'the same approach').toBe(new URL(canonical ?? '').pathname)

  await page.goto(host() + '/el/?q=Neapol')
  await expect(page.locator('.gaz').getByRole('link', { name: 'Νάπολη' })).toBeVisible()

  await page.goto(host() + '/el/cities/palermo')
  const missing = page.locator('.strip a.missing').first()
  const language = (await missing.getAttribute('lang')) ?? ''
  await missing.click()
  await expect(page.locator('html')).toHaveAttribute('lang', language)
  await expect(page.getByRole('note')).toBeVisible()
  const body = await page.locator('h1').getAttribute('lang')
  expect(body).not.toBe(language)

  const answer = await page.goto(host() + '/el/cities/atlantida')
  expect(answer?.status()).toBe(404)
  await expect(page.locator('html')).toHaveAttribute('lang', 'el')
  const other = await page.goto(host() + '/el/nowhere/neapol')
  expect(other?.status()).toBe(404)
  await expect(page.locator('section[aria-labelledby=elsewhere] a[lang=pl]')).toHaveAttribute('href', '/pl/cities/neapol')
  home()
})

test('a profile on paper has its sources with addresses, its date, and no navigation', async ({ page }) => {
  await page.goto(host() + '/el/cities/palermo')
  await page.emulateMedia({ media: 'print' })
  for (const hidden of ['.top', '.toc', '.tools', '.foot nav']) await expect(page.locator(hidden).first()).toBeHidden()
  await expect(page.locator('.sources')).toBeVisible()
  const after = await page.locator('.sources a[rel=external]').first().evaluate((a) => getComputedStyle(a, '::after').content)
  expect(after).toContain('http')
  await expect(page.locator('.meta').first()).toBeVisible()
  await expect(page.locator('p.print')).toBeVisible()
  expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000)
})
