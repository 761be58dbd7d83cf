// Jonas translates German. What he tries with French is refused on the screen and by the server,
// and leaves nothing behind but the record of it.
import { axe, cityId, expect, test } from './town'

test('5. a translator without the right for French', async ({ join, reader }) => {
  const jonas = await join('Jonas')
  const ana = await join('Ana')
  const palermo = await cityId(jonas, 'Palermo')
  const tilos = await cityId(jonas, 'Τήλος')
  const place = `/api/desk/entries/${palermo}/documents/fr`
  type Segments = { version: number; segments: { key: string; source_hash: string; target: { text: string; hash: string } }[] }
  const french = (await jonas.call<Segments>('GET', `${place}/segments`)).body
  const published = await reader.city('palerme', 'fr')
  const [segment] = french.segments

  type Revision = { revision: string }
  const documents = await Promise.all(['de', 'fr'].map(async (locale) => {
    const { body } = await jonas.call<Revision>('GET', `/api/desk/entries/${palermo}/documents/${locale}`)
    return { entry: palermo, locale, revision: body.revision }
  }))

  await test.step('opened by its address, French is there to be read', async () => {
    const { page } = jonas
    await page.goto(`/admin/translate/${palermo}/fr`)
    await expect(page.getByText('You translate German. Ask an admin for French.')).toBeVisible()
    await expect(page.getByRole('article', { name: /^Segment 1 of/ })).toContainText('Palerme')
    await expect(page.getByRole('region', { name: 'Segments' }).getByRole('textbox')).toHaveCount(0)
    await expect(page.getByRole('button', { name: /^Translate segment/ })).toHaveCount(0)
    await expect(page.getByRole('button', { name: /French/ })).toHaveCount(0)
    await axe(page)
  })

  await test.step('in bulk, each language is answered for itself', async () => {
    type Result = { results: { locale: string; outcome: string; code?: string }[] }
    for (const verb of ['assign', 'submit']) {
      const { status, body } = await jonas.call<Result>('POST', `/api/desk/bulk/${verb}`, { documents })
      expect(status).toBe(200)
      expect(body.results.find((one) => one.locale === 'fr')).toMatchObject({ outcome: 'skipped', code: 'no_right' })
    }
  })

  await test.step('the request of a sentence is refused: 403', async () => {
    const sentence = { key: segment?.key, text: 'Palermo', from: segment?.source_hash, if_hash: segment?.target.hash, state: 'translated' }
    const { status, body } = await jonas.call<{ code: string }>('PUT', `${place}/segments`, { segments: [sentence] })
    expect([status, body.code]).toEqual([403, 'no_right'])
    for (const verb of ['submit', 'withdraw', 'publish', 'unpublish']) expect((await jonas.call('POST', `${place}/${verb}`, { revision: documents[1]?.revision })).status, verb).toBe(403)
  })

  await test.step('Ana gives him the cities of Italy only; now Tilos is not there for him: 404', async () => {
    type People = { data: { id: string; name: string; grants: { id: string; role: string }[] }[] }
    const { body } = await ana.call<People>('GET', '/api/desk/people')
    const him = body.data.find((one) => one.name === 'Jonas')
    await ana.call('POST', `/api/desk/people/${him?.id}/grants`, { role: 'translator', type: '*', locale: 'de', country: 'IT' })
    for (const grant of him?.grants ?? []) await ana.call('DELETE', `/api/desk/people/${him?.id}/grants/${grant.id}`)
    const missing = '00000000-0000-7000-8000-000000000000'
    for (const entry of [tilos, missing]) {
      const { status, body: problem } = await jonas.call<{ code: string }>('PUT', `/api/desk/entries/${entry}/documents/fr/segments`, { segments: [{ key: 'name', text: 'Tilos', from: segment?.source_hash, if_hash: '', state: 'translated' }] })
      expect([status, problem.code]).toEqual([404, 'entry_not_found'])
    }
    await jonas.page.goto(`/admin/translate/${tilos}/de`)
    await expect(jonas.page.getByText('This page does not exist or is not shared with you.')).toBeVisible()
    await axe(jonas.page)
  })

  await test.step('French is as it was, and the audit names every refusal', async () => {
    expect((await ana.call<Segments>('GET', `${place}/segments`)).body).toEqual(french)
    expect(await reader.city('palerme', 'fr')).toEqual(published)
    await ana.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click()
    await ana.page.getByRole('link', { name: 'Audit log' }).click()
    await expect(ana.page.getByRole('row').filter({ hasText: 'Jonas' }).filter({ hasText: /refused/i }).first()).toBeVisible()
    await axe(ana.page)
  })
})
