// The same change does not touch the Polish text, and Piotr says so.
import { axe, changedSentences, cityId, expect, oneSentenceChanges, test } from './town'
import { begins } from '../server'
import { told } from './verbs'

test('3. still right', async ({ join, reader }) => {
  const piotr = await join('Piotr')
  const giulia = await join('Giulia')
  const maria = await join('Maria')
  const palermo = await cityId(piotr, 'Palermo')
  const place = `/api/desk/entries/${palermo}/documents/pl`
  type Segments = { segments: { key: string; source_hash: string; stale: boolean; target: { text: string; hash: string } }[] }
  const segments = async () => (await piotr.call<Segments>('GET', `${place}/segments`)).body.segments
  const before = await segments()
  const published = await reader.city('palermo', 'pl')
  const page = piotr.page
  const open = page.getByRole('region', { name: 'Segments' }).getByRole('article')

  await test.step('one Italian sentence changes', async () => {
    await oneSentenceChanges(giulia, maria, palermo)
    expect(await changedSentences(piotr, palermo)).toMatchObject({ pl: 1 })
  })

  await test.step('Piotr reads it and presses Alt+R', async () => {
    await page.reload()
    await page.getByRole('link', { name: /^Continue: Palermo, Polish, 1 sentence/ }).click()
    await page.getByRole('group', { name: 'Show segments' }).getByText('Source changed').click()
    await expect(open).toHaveCount(1)
    await open.getByRole('button', { name: /^Translate segment/ }).click()
    await expect(open.getByRole('insertion').filter({ hasText: 'apolidi' })).toBeVisible()
    await page.keyboard.press('Alt+r')
    await told(page, 'Marked still right')
    await axe(page)
  })

  await test.step('nothing is left to do, the text is the same, and history says who vouched for it', async () => {
    expect(await changedSentences(piotr, palermo)).toMatchObject({ pl: 0 })
    const after = await segments()
    expect(after.map((one) => one.target.hash)).toEqual(before.map((one) => one.target.hash))
    expect(after.filter((one, i) => one.source_hash !== before[i]?.source_hash)).toHaveLength(1)
    type History = { data: { verb: string; name: string; at: string; comment?: string }[] }
    const { body } = await piotr.call<History>('GET', `${place}/history`)
    expect(body.data[0]).toMatchObject({ verb: 'segments', name: 'Piotr', comment: 'still_right: 1' })
    expect(Date.parse(body.data[0]?.at ?? '')).toBeGreaterThan(begins.getTime())
    expect(await reader.city('palermo', 'pl')).toEqual(published)
  })

  await test.step('Undo brings the mark back', async () => {
    await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => changedSentences(piotr, palermo)).toMatchObject({ pl: 1 })
    await expect(page.getByRole('radio', { name: 'Source changed 1' })).toBeAttached()
    await axe(page)
  })
})
