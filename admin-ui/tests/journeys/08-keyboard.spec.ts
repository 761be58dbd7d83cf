// Jonas works without a pointer, from signing in to the next text; the focus is seen wherever it is.
import type { Locator, Page } from '@playwright/test'
import { axe, cityId, expect, test, type Person } from './town'
import { told } from './verbs'

/** The focus stands on something, inside the window, and nothing lies over it. */
async function uncovered(page: Page): Promise<void> {
  const where = await page.evaluate(() => {
    const on = document.activeElement
    if (!on || on === document.body) return 'the focus is nowhere'
    const box = on.getBoundingClientRect()
    const left = Math.max(box.left, 0)
    const right = Math.min(box.right, innerWidth)
    const name = `${on.tagName} ${on.getAttribute('aria-label') ?? on.textContent.slice(0, 40)}`
    const x = (left + right) / 2
    // A tall text may reach under a bar; some of it is always to be seen.
    for (const part of [0.5, 0.25, 0.75, 0.1, 0.9]) {
      const top = document.elementFromPoint(x, box.top + box.height * part)
      if (top && (on.contains(top) || top.contains(on) || top.closest('label')?.contains(on))) return ''
    }
    return `${name} is covered`
  })
  expect(where).toBe('')
}

/** Presses Tab until the focus is on what has this name; a trap would never get there. */
async function tabTo(target: Locator): Promise<void> {
  const page = target.page()
  await expect(target).toBeVisible()
  for (let presses = 0; presses < 80; presses++) {
    if (await target.evaluate((one) => one === document.activeElement)) return
    await page.keyboard.press('Tab')
    await uncovered(page)
  }
  throw new Error(`Tab does not lead to ${String(target)}`)
}

/** Emma changes three English sentences of Tilos; readers have them. */
async function threeSentencesChange(emma: Person, maria: Person, tilos: string): Promise<void> {
  type View = { segments: { key: string; field: string; source_hash: string; target: { text: string; hash: string } }[] }
  const place = `/api/desk/entries/${tilos}/documents/en`
  const { body: view } = await emma.call<View>('GET', `${place}/segments`)
  const chosen = ['tagline', 'summary', 'takeaways.text'].flatMap((field) => view.segments.filter((one) => one.field === field).slice(0, 1))
  const segments = chosen.map((one) => ({ key: one.key, text: one.target.text.replace('small', 'little').replace('Residents', 'Inhabitants'), from: one.source_hash, if_hash: one.target.hash, state: 'translated' }))
  const saved = await emma.call('PUT', `${place}/segments`, { segments })
  expect(saved.status, JSON.stringify(saved.body)).toBe(200)
  const { body } = await emma.call<{ revision: string }>('GET', place)
  for (const [person, verb] of [[emma, 'submit'], [maria, 'approve'], [maria, 'publish']] as const) {
    const answer = await person.call('POST', `${place}/${verb}`, { revision: body.revision })
    expect(answer.status, `${verb}: ${JSON.stringify(answer.body)}`).toBe(200)
  }
}

test('8. keyboard only', async ({ join, server }) => {
  // Signing in brings his own language; this journey is told in English.
  await (await join('Jonas', { desk: false })).call('PATCH', '/api/desk/me', { locale: 'en' })
  const { page } = await join('Jonas', { outside: true })
  await page.addInitScript(() => {
    addEventListener('pointerdown', () => { Object.assign(window, { pointed: true }) }, true)
  })
  await threeSentencesChange(await join('Emma', { desk: false }), await join('Maria', { desk: false }), await cityId(await join('Ana', { desk: false }), 'Τήλος'))
  const editor = (number: number) => page.getByRole('textbox', { name: `Translation of segment ${number}`, exact: true })

  await test.step('he signs in and comes by Tab to the text on his Desk', async () => {
    const { email, password } = server.login('Jonas')
    await page.reload()
    await tabTo(page.getByRole('textbox', { name: 'E-mail', exact: true }))
    await page.keyboard.type(email)
    await page.keyboard.press('Tab')
    await page.keyboard.type(password)
    await tabTo(page.getByRole('button', { name: 'Sign in', exact: true }))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: /Jonas/ })).toBeFocused()
    await tabTo(page.getByRole('link', { name: /^Continue: Tilos, German, 3 sentences/ }))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: 'Τήλος' })).toBeFocused()
  })

  await test.step('the arrows find the first sentence; its former text is taken and confirmed', async () => {
    await page.keyboard.press('Alt+ArrowDown')
    await expect(editor(1)).toBeFocused()
    await page.keyboard.press('Alt+ArrowDown')
    await expect(editor(2)).toBeFocused()
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Delete')
    await expect(page.getByRole('complementary').getByText('Dorfleben').first()).toBeVisible()
    await page.keyboard.press('Control+1')
    await expect(editor(2)).toContainText('Dorfleben')
    await uncovered(page)
    await page.keyboard.press('Control+Enter')
  })

  await test.step('Esc leaves the editor for its row, Enter returns; one sentence is typed, and a check dismissed', async () => {
    await expect(editor(3)).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('button', { name: 'Translate segment 3', exact: true })).toBeFocused()
    await uncovered(page)
    await page.keyboard.press('Enter')
    await expect(editor(3)).toBeFocused()
    await page.keyboard.press('Control+a')
    await page.keyboard.type('Bewohnerschaft und Rat dieser Insel luden Familien ein, z.')
    await page.keyboard.press('Control+Shift+Space')
    await page.keyboard.type('B. in Schule, Arbeit, Fußball und Chor')
    await expect(editor(3)).toContainText('z.\u00A0B.')
    await page.keyboard.press('Control+s')
    const warning = page.getByRole('group', { name: 'Warning' })
    await expect(warning.first()).toBeVisible()
    const warnings = await warning.count()
    await page.keyboard.press('Alt+i')
    await expect(warning).toHaveCount(warnings - 1)
  })

  await test.step('he writes a comment beside it and comes back by F6', async () => {
    await page.keyboard.press('Alt+m')
    const comment = page.getByRole('textbox', { name: 'What do you want to say?' })
    await expect(comment).toBeFocused()
    await uncovered(page)
    await page.keyboard.type('Is it the village council?')
    await tabTo(page.getByRole('button', { name: 'Add comment', exact: true }))
    await page.keyboard.press('Enter')
    await expect(page.getByText('Is it the village council?')).toBeVisible()
    for (let regions = 0; regions < 8 && !(await page.getByRole('region', { name: 'Segments' }).evaluate((one) => one.contains(document.activeElement))); regions++) {
      await page.keyboard.press('F6')
      await uncovered(page)
    }
    await tabTo(page.getByRole('textbox', { name: 'Translation of segment 3', exact: true }))
    await page.keyboard.press('Control+Enter')
  })

  await test.step('the last is still right; the text is handed in', async () => {
    await expect(editor(4)).toBeFocused()
    await page.keyboard.press('Alt+r')
    await expect(page.getByRole('heading', { name: 'German is ready' })).toBeFocused()
    await uncovered(page)
    await page.keyboard.press('Alt+h')
    const keys = page.getByRole('dialog')
    for (const name of ['Confirm and next', 'Take match 1', 'Still right', 'Dismiss the check', 'No-break space', 'Comment', 'Leave the text', 'Next segment', 'Next part of the screen']) await expect(keys.getByText(name).first()).toBeVisible()
    await page.keyboard.press('Escape')
    await tabTo(page.getByRole('button', { name: 'Submit German for review', exact: true }))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog')).toBeVisible()
    await tabTo(page.getByRole('dialog').getByRole('button', { name: 'Submit German for review', exact: true }))
    await page.keyboard.press('Enter')
    await told(page, 'German submitted for review')
  })

  await test.step('on to the next text, whose first open sentence has the focus', async () => {
    const next = page.getByRole('link', { name: /^Go to / })
    await expect(next).toBeFocused()
    await uncovered(page)
    await page.keyboard.press('Enter')
    // This one came back with a demand; none of its sentences is open. The one after it is half done.
    await expect(page.getByRole('heading', { level: 1, name: 'Plateforme de solidarité en ligne' })).toBeFocused()
    await tabTo(page.getByRole('link', { name: 'Next: Städtische Gemeingüter', exact: true }))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('textbox', { name: /^Translation of segment/ })).toBeFocused()
    await uncovered(page)
    expect(await page.evaluate(() => 'pointed' in window)).toBe(false)
    await axe(page)
  })
})
