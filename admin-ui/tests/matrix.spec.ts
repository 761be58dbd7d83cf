import { axe, expect, noSidewaysScroll, test } from './harness'

// One server, the state of each test apart from the others'.
for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 400, 320]) {
    test(`many texts at once, ${colorScheme}, ${width} pixels`, async ({ page, signInAs }) => {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 860 })
      await signInAs(page, 'Ana')
      await page.goto('/admin/entries?type=city')
      await page.getByRole('checkbox', { name: 'Select Potsdam' }).click()
      const bar = page.getByRole('region', { name: 'With the selected entries' })
      await expect(bar.getByText('1 selected')).toBeVisible()
      await bar.getByRole('button', { name: 'German', exact: true }).click()
      await axe(page)
      await noSidewaysScroll(page)
      await bar.getByRole('button', { name: 'Snooze…' }).click()
      const dialog = page.getByRole('dialog', { name: 'Snooze 1 text' })
      await expect(dialog.getByRole('radio', { name: 'Tomorrow' })).toBeVisible()
      await axe(page)
    })
  }
}

test('a verb over many texts says what became of each, and is undone', async ({ page, signInAs }) => {
  await signInAs(page, 'Jonas')
  await page.goto('/admin/entries?type=city')
  const row = (title: string) => page.getByRole('row').filter({ has: page.getByRole('checkbox', { name: `Select ${title}`, exact: true }) })
  await page.getByRole('checkbox', { name: 'Select Amsterdam' }).focus()
  await page.keyboard.press('Space')
  await expect(row('Amsterdam')).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('checkbox', { name: 'Select Wrocław' })).toBeFocused()
  await page.keyboard.press('Shift+Space')
  await expect(row('Wrocław')).toHaveAttribute('aria-selected', 'true')
  const bar = page.getByRole('region', { name: 'With the selected entries' })
  await bar.getByRole('button', { name: 'German', exact: true }).click()
  await bar.getByRole('button', { name: 'French', exact: true }).click()
  await bar.getByRole('button', { name: 'Assign to me' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Assign French and German to me' }).click()
  await expect(dialog.getByText('2 done, 2 skipped, 0 failed')).toBeVisible() // she may not work on French
  await expect(dialog.getByRole('row', { name: /Amsterdam German Done/ })).toBeVisible()
  await expect(dialog.getByRole('row', { name: /Amsterdam French Skipped ./ })).toBeVisible()
  await dialog.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('region', { name: 'Messages' }).getByText('Undone')).toBeVisible()
})

test('a cell has a menu by its key, and a view is saved for the person', async ({ page, signInAs }) => {
  await signInAs(page, 'Ana')
  await page.goto('/admin/entries?type=city&locale=de')
  await page.getByRole('link', { name: /^Potsdam, German: / }).focus()
  await page.keyboard.press('Shift+F10')
  await expect(page.getByRole('menuitem', { name: 'History' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.locator(':focus')).toHaveAccessibleName(/^Potsdam, German: /)
  const views = page.getByRole('navigation', { name: 'Views' })
  await views.getByRole('button', { name: 'Save view' }).click()
  await page.getByRole('textbox', { name: 'Name of the view' }).fill('German cities')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(views.getByRole('link', { name: 'German cities' })).toHaveAttribute('aria-current', 'page')
  await page.goto('/admin/entries')
  await views.getByRole('link', { name: 'German cities' }).click()
  await expect(page).toHaveURL(/locale=de/)
  await views.getByRole('button', { name: /^View German cities/ }).click()
  await page.getByRole('menuitem', { name: 'Delete the view' }).click()
  await expect(views.getByRole('link', { name: 'German cities' })).toHaveCount(0)
})

test('the Desk: put off and taken back, and news of others that wait to be shown', async ({ page, browser, baseURL, server, signInAs }) => {
  await signInAs(page, 'Jonas')
  const first = page.getByRole('link', { name: /^Continue: / }).first()
  const name = ((await first.getAttribute('aria-label')) ?? '').replace('Continue: ', '')
  const title = name.split(', German')[0] ?? ''
  const inList = page.getByRole('region', { name: /^Sentences changed/ }).getByRole('link', { name: new RegExp(`^Continue: ${title}`) })
  await page.getByRole('button', { name: `${title}, German: what can be done` }).first().click()
  await page.getByRole('menuitem', { name: 'Snooze…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Snooze German' }).click()
  await expect(inList).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(inList).toHaveCount(1)

  // Ana gives him something while he looks at his Desk.
  const other = await browser.newContext(baseURL ? { baseURL } : {})
  const { email, password } = server.login('Ana')
  const { csrf } = (await (await other.request.post('/api/desk/session', { data: { email, password }, headers: { Origin: server.url } })).json()) as { csrf: string }
  const get = async (path: string) => (await (await other.request.get(path)).json()) as { data: { id: string; name?: string; title?: string }[] }
  const jonas = (await get('/api/desk/colleagues')).data.find((one) => one.name === 'Jonas')
  const cities = (await get('/api/desk/entries?type=city&locale=de&stale=true')).data
  const documents = cities.map((one) => ({ entry: one.id, locale: 'de' }))
  const due = new Date(Date.now() + 2 * 86_400_000).toISOString()
  const send = (verb: string, body: object) => other.request.post(`/api/desk/bulk/${verb}`, { data: { documents, ...body }, headers: { 'X-CSRF-Token': csrf, Origin: server.url } })
  await first.focus()
  expect((await send('assign', { assignee: jonas?.id, due_at: due })).ok()).toBe(true)
  await expect(page.getByText(/^\d+ new items?$/).first()).toBeVisible()
  await expect(first).toBeFocused() // nothing moved under his hands
  await page.getByRole('button', { name: 'Show' }).click()
  await expect(page.getByRole('navigation', { name: 'Parts of the desk' }).getByRole('link', { name: new RegExp(`^Due this week ${documents.length}$`) })).toBeVisible()
  await axe(page)
  await other.close()
})
