import { axe, expect, noSidewaysScroll, test } from './harness'

test('somebody signs in, sees her desk, and signs out', async ({ page, server }) => {
  const { email, password } = server.login('Maria')
  await page.goto('/admin/entries?type=city')
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await axe(page)
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email)
  await page.getByLabel('Password', { exact: true }).fill('not this one')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert')).toHaveText('The e-mail address or the password is wrong.')
  await expect(page.getByRole('alert')).toBeFocused()
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(/\/admin\/entries\?type=city/) // where she wanted to go
  await page.getByRole('button', { name: 'Maria: account' }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
})

test('a session that ended asks for the password over the page, and the page goes on', async ({ page, server, signInAs }) => {
  await signInAs(page, 'Jonas')
  await page.context().clearCookies()
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Entries' }).click()
  const dialog = page.getByRole('dialog', { name: 'Sign in again' })
  await expect(dialog).toBeVisible()
  const { email, password } = server.login('Jonas')
  await dialog.getByRole('textbox', { name: 'E-mail' }).fill(email)
  await dialog.getByLabel('Password', { exact: true }).fill(password)
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('grid')).toBeVisible()
})

test('a link that is no link says what to do', async ({ page }) => {
  await page.goto('/admin/link#nothing')
  await expect(page.getByRole('heading', { name: 'This link cannot be used' })).toBeVisible()
  expect(page.url()).not.toContain('#')
  await axe(page)
})

for (const width of [400, 320]) {
  test(`sign-in at ${width} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height: 740 })
    await page.goto('/admin/sign-in')
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
    await noSidewaysScroll(page)
  })
}
