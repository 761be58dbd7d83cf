// Nikos, an editor for Greek, changes two sentences of Tilos and would approve them himself.
// In the end each author's words were approved by the other, and the text is approved.
import { axe, cityId, expect, test } from './town'
import { approve, open, saved, submit, told } from './verbs'

test('6. an editor tries to approve his own text', async ({ join }) => {
  const nikos = await join('Nikos')
  const tilos = await cityId(nikos, 'Τήλος')
  const place = `/api/desk/entries/${tilos}/documents/el`
  type Document = { state: string; revision: string }
  type History = { data: { verb: string; name: string; revision?: string; from: string; to: string }[] }
  const add = async (page: typeof nikos.page, field: RegExp, words: string) => {
    const box = page.getByRole('textbox', { name: field })
    await box.fill((await box.inputValue()) + words)
    await saved(page)
  }

  await test.step('he edits two sentences and submits them', async () => {
    await open(nikos.page, 'Τήλος')
    await add(nikos.page, /^Tagline/, ' και δουλειές')
    await add(nikos.page, /^Summary/, ' Το νησί έχει περίπου 750 κατοίκους.')
    await submit(nikos.page, 'Greek')
  })

  await test.step('he cannot approve them; the screen says why, and who can', async () => {
    const { page } = nikos
    await page.goto(`/admin/entries/${tilos}/el/review`)
    const button = page.getByRole('button', { name: 'Approve Greek' })
    await button.focus()
    await expect(button).toBeFocused()
    await expect(button).toHaveAttribute('aria-disabled', 'true')
    await expect(button).toHaveAccessibleDescription('Somebody else must approve what you wrote')
    await expect(page.getByText('You changed 2 sentences since the last publication, so you cannot approve.')).toBeVisible()
    await expect(page.getByText(/^Can approve \(Greek\): .*Maria/)).toBeVisible()
    const { body } = await nikos.call<Document>('GET', place)
    const refused = await nikos.call<{ code: string }>('POST', `${place}/approve`, { revision: body.revision })
    expect([refused.status, refused.body.code]).toEqual([409, 'four_eyes'])
    await page.getByRole('button', { name: 'Ask Maria' }).click()
    await told(page, 'Maria was asked')
  })

  const maria = await join('Maria')
  await test.step('Maria was asked; she is warned, changes a word, and approves', async () => {
    const { page } = maria
    await expect(page.getByRole('region', { name: /^Mentions/ })).toContainText('Maria, could you review this text (Greek)?')
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Review' }).click()
    await page.getByRole('region', { name: 'Greek' }).getByRole('link', { name: 'Τήλος' }).click()
    await expect(page.getByText('You wrote none of these changes.')).toBeVisible()
    await page.getByRole('article', { name: '1 of 2, changed' }).getByRole('button', { name: 'Edit myself' }).click({ delay: 200 }) // as long as a hand presses
    const dialog = page.getByRole('dialog', { name: 'Edit this text yourself?' })
    await expect(dialog).toContainText('If you edit, someone else must approve your change; the author may do so.')
    await dialog.getByRole('button', { name: 'Edit myself' }).click()
    const tagline = page.getByRole('textbox', { name: /^Tagline/ })
    await tagline.fill((await tagline.inputValue()).replace('δουλειές', 'εργασία'))
    await saved(page)
    await expect(page.getByRole('button', { name: 'Review Greek' })).toBeVisible() // it stays in review
    await approve(page, 'Τήλος', 'Greek')
    await expect(page.getByText('Approved by Maria.')).toBeVisible()
    expect((await maria.call<Document>('GET', place)).body.state, 'her own word waits for somebody else').toBe('in_review')
  })

  await test.step('Nikos sees her one change and approves the same text', async () => {
    const { page } = nikos
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Review' }).click()
    await page.getByRole('region', { name: 'Greek' }).getByRole('link', { name: 'Τήλος' }).click()
    const own = await page.getByRole('option', { name: /^Revision 2/ }).getAttribute('value')
    await page.getByRole('combobox', { name: 'Compared with' }).selectOption(own)
    await expect(page.getByRole('article')).toHaveCount(1)
    await expect(page.getByRole('insertion')).toContainText('εργασία')
    await page.getByRole('button', { name: 'Approve Greek' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Approve Greek' }).click()
    await told(page, 'Greek approved')
    const { body: approved } = await nikos.call<Document>('GET', place)
    expect(approved.state).toBe('approved')
    const { body } = await nikos.call<History>('GET', `${place}/history`)
    const approvals = body.data.filter((one) => one.verb === 'approve').slice(0, 2)
    expect(approvals.map((one) => one.name).toSorted()).toEqual(['Maria', 'Nikos'])
    expect(approvals.map((one) => one.revision), 'both vouched for exactly this text').toEqual([approved.revision, approved.revision])
    await expect(page.getByText('Approved by Maria and Nikos.')).toBeVisible()
  })

  await test.step('an edit after the approval voids it, and one sees that', async () => {
    const { page } = nikos
    await page.getByRole('navigation').getByRole('link', { name: 'Text' }).click()
    await expect(page.getByRole('button', { name: 'Publish Greek' })).toBeVisible()
    await add(page, /^Tagline/, '!')
    await expect(page.getByRole('button', { name: 'Publish Greek' })).toHaveCount(0)
    await expect(page.getByRole('button', { name: 'Submit Greek for review' })).toBeVisible()
    expect((await nikos.call('POST', `${place}/publish`, {})).status).toBe(409)
    await axe(page)
  })
})
