import { expect, test } from '@playwright/test'
import { host, staysHome } from './site'

test('the map with scripts: one stop, arrows, a card, Esc, filters without a new page', async ({ page }) => {
  const home = staysHome(page)
  await page.goto(host() + '/en/')
  const lights = page.locator('svg.map a.mk')
  await expect(lights).toHaveCount(28)
  await expect(page.locator('svg.map a.mk[tabindex="0"]')).toHaveCount(1)

  const palermo = page.locator('a.mk[href$="/palermo"]')
  await palermo.focus()
  const card = page.locator('.card')
  await expect(card.getByRole('heading', { name: 'Palermo' })).toBeVisible()
  const [light, box] = [await palermo.locator('.pt').boundingBox(), await card.boundingBox()]
  if (!light || !box) throw new Error('no boxes')
  const covers = box.x < light.x + light.width && light.x < box.x + box.width && box.y < light.y + light.height && light.y < box.y + box.height
  expect(covers, 'the card covers its light').toBe(false)

  await page.keyboard.press('ArrowUp')
  await expect(page.locator('a.mk:focus')).toHaveAttribute('href', /naples/)
  await expect(card.getByRole('heading')).toHaveText('Naples')
  await page.keyboard.press('Escape')
  await expect(card).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(page.locator('a.mk:focus')).toHaveCount(0)

  await page.evaluate(() => ((window as unknown as { same: boolean }).same = true))
  await page.getByLabel('Policy area', { exact: true }).selectOption({ index: 3 })
  await expect(page).toHaveURL(/area=/)
  expect(await page.evaluate(() => (window as unknown as { same: boolean }).same), 'the page was not loaded anew').toBe(true)
  const lit = await page.locator('a.mk:not(.off)').count()
  expect(lit).toBeGreaterThan(0)
  expect(lit).toBeLessThan(28)
  await expect(page.locator('.gaz li')).toHaveCount(lit)
  await expect(page.getByRole('status').last()).toContainText(/\d/)
  home()
})

test('the address of a profile can be copied', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto(host() + '/en/cities/palermo')
  await page.locator('#share summary').click()
  await page.getByRole('button', { name: 'Copy link' }).click()
  await expect(page.getByRole('button', { name: 'Link copied' })).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/\/en\/cities\/palermo$/)
})
