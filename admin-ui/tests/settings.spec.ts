import { axe, expect, noSidewaysScroll, test } from './harness'

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 400, 320]) {
    test(`settings and terms, ${colorScheme}, ${width} pixels`, async ({ page, signInAs }) => {
      test.slow()
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 820 })
      await signInAs(page, 'Ana')
      for (const [path, title, shown] of [
        ['settings/personal', 'Personal settings', 'Find an entry or an action'],
        ['settings/people', 'People', 'Translator: German'],
        ['settings/audit', 'Audit log', 'newest first'],
        ['settings/types', 'Content types', 'Local approaches'],
        ['settings/languages', 'Languages', 'Also found at /gr'],
        ['terms', 'Terms', 'also allowed'],
        ['terms?tab=proposals', 'Terms', 'Nothing waits for approval'],
        ['terms?tab=memory&q=city', 'Terms', 'Delete pair'],
      ] as const) {
        await page.goto(`/admin/${path}`)
        await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
        await expect(page.getByRole('main').getByText(shown).first()).toBeVisible()
        if (path === 'settings/types') await page.getByText('Local approaches').click()
        await axe(page)
        await noSidewaysScroll(page)
      }
    })
  }
}

test('rights are sentences, and giving a role changes them', async ({ page, signInAs }) => {
  await signInAs(page, 'Ana')
  await page.goto('/admin/settings/people')
  await page.getByRole('link', { name: 'Jonas' }).click()
  await expect(page.getByText('In German: can read and translate.')).toBeVisible()
  await page.getByLabel('Role', { exact: true }).selectOption('reviewer')
  await page.getByLabel('Language', { exact: true }).selectOption('de')
  await page.getByRole('button', { name: 'Give role' }).click()
  await expect(page.getByText('In German: can read, write texts, translate, and review and approve.').first()).toBeVisible()
  await page.getByRole('button', { name: 'Take away: Reviewer, German' }).click()
  await axe(page)
  await page.getByRole('dialog').getByRole('button', { name: 'Take away' }).click()
  await expect(page.getByText('In German: can read and translate.')).toBeVisible()
})

test('the last admin stays, and is told why; nobody edits her own rights', async ({ page, signInAs }) => {
  await signInAs(page, 'Ana')
  await page.goto('/admin/settings/people')
  await page.getByRole('main').getByRole('link', { name: 'Ana', exact: true }).click()
  await expect(page.getByText('Nobody edits their own rights. Ask another admin.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Give role' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Disable account' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Disable account' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'last admin' })).toBeVisible()
})

test('an invitation is a link, shown once', async ({ page, signInAs }) => {
  await signInAs(page, 'Ana')
  await page.goto('/admin/settings/people')
  await page.getByRole('button', { name: 'Invite' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Nadia Haddad')
  await dialog.getByLabel('E-mail').fill('nadia@example.org')
  await dialog.getByLabel('Role').selectOption('translator')
  await dialog.getByLabel('Language', { exact: true }).selectOption('fr')
  await expect(dialog.getByText('In French: can read and translate.')).toBeVisible()
  await axe(page)
  await dialog.getByRole('button', { name: 'Make invitation' }).click()
  await expect(dialog.getByLabel('One-time link')).toHaveValue(/\/admin\/link#/)
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByRole('link', { name: 'Nadia Haddad' })).toBeVisible()
  await expect(page.getByText('Invited')).toBeVisible()
})

test('a token is made, shown once and revoked', async ({ page, signInAs }) => {
  await signInAs(page, 'Jonas')
  await page.goto('/admin/settings/personal')
  await page.getByRole('button', { name: 'New token' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Nightly export')
  await expect(dialog.getByLabel('Expires after')).toHaveValue('90')
  await dialog.getByRole('button', { name: 'Make token' }).click()
  await expect(dialog.getByLabel('Secret')).not.toHaveValue('')
  await dialog.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('button', { name: 'Revoke Nightly export' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await expect(page.getByText(/Revoked on/)).toBeVisible()
})

test('a key is changed, its conflict said, and the new one works', async ({ page, signInAs }) => {
  await signInAs(page, 'Jonas')
  await page.goto('/admin/settings/personal')
  await page.getByRole('button', { name: /^Show these keys: Alt H/ }).click()
  await page.keyboard.press('Alt+p')
  await expect(page.getByText('Same key as: Problems')).toBeVisible()
  await page.getByRole('button', { name: /^Show these keys: Alt P/ }).click()
  await page.keyboard.press('Alt+j')
  await expect(page.getByText(/Same key as/)).toHaveCount(0)
  await page.keyboard.press('Alt+j')
  await expect(page.getByRole('dialog', { name: 'Keys and help' })).toBeVisible()
})

test('who is no admin sees no people, and is told so at their address', async ({ page, signInAs }) => {
  await signInAs(page, 'Jonas')
  await page.goto('/admin/settings/people')
  await expect(page.getByRole('heading', { name: 'You may not do this' })).toBeVisible()
  await expect(page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'People' })).toHaveCount(0)
})

test('a term is proposed by a translator and approved by an editor', async ({ page, signInAs, browser, baseURL }) => {
  await signInAs(page, 'Jonas')
  await page.goto('/admin/terms?q=action+plan')
  await page.getByRole('button', { name: /^Propose a term for/ }).first().click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByLabel('Language')).toHaveValue('de')
  await dialog.getByLabel('Term', { exact: true }).fill('Handlungsplan')
  await dialog.getByLabel('Status').selectOption('admitted')
  await dialog.getByRole('button', { name: 'Propose term' }).click()
  await expect(dialog).toBeHidden()
  const other = await browser.newPage({ baseURL: baseURL ?? '' })
  await signInAs(other, 'Maria')
  await other.goto('/admin/terms?tab=proposals')
  await other.getByRole('button', { name: 'Approve: Handlungsplan' }).click()
  await expect(other.getByRole('heading', { name: 'Nothing waits for approval' })).toBeVisible()
  await page.goto('/admin/terms?q=Handlungsplan')
  await expect(page.getByText('Handlungsplan', { exact: true })).toBeVisible()
  await other.close()
})
