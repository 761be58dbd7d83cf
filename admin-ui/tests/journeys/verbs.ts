// What people do on more than one journey, with the buttons they press for it.
import type { Page } from '@playwright/test'
import { expect } from './town'

/** What the desk said was done. */
export async function told(page: Page, message: string | RegExp): Promise<void> {
  await expect(page.getByRole('region', { name: 'Messages' }).getByText(message).last()).toBeVisible()
}

/** Opens a document in the editor or the workbench, by its link in the list of entries. */
export async function open(page: Page, title: string, language?: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Entries' }).click()
  await page.getByRole('combobox', { name: 'Type' }).selectOption({ label: 'Cities' })
  await page.getByRole('textbox', { name: 'Title contains' }).fill(title)
  const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: new RegExp(`^${title}`) }) })
  if (language) await row.getByRole('link', { name: new RegExp(`^${title}, ${language}:`) }).click()
  else await row.getByRole('rowheader').getByRole('link').click()
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
}

/** The text on the screen is at the server. */
export async function saved(page: Page): Promise<void> {
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('status').filter({ hasText: /^Saved/ }).first()).toBeVisible()
}

/** Submits the text on the screen, and answers what its dialog asks. The shared part may go along. */
export async function submit(page: Page, language: string, answer?: (dialog: ReturnType<Page['getByRole']>) => Promise<void>): Promise<void> {
  await page.getByRole('button', { name: `Submit ${language} for review` }).click()
  const dialog = page.getByRole('dialog')
  await answer?.(dialog)
  await dialog.getByRole('button', { name: `Submit ${language} for review` }).click()
  await told(page, new RegExp(`^${language}( and Shared part)? submitted for review`))
}

/** From the list of what waits for review: reads a text and approves it. The shared part of a new entry has no title. */
export async function approve(page: Page, title: string, language: string, entry = ''): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Review' }).click()
  await page.getByRole('region', { name: language }).getByRole('link', { name: title }).and(page.locator(`[href*="/entries/${entry}"]`)).click()
  await expect(page.getByRole('heading', { name: 'Four eyes' })).toBeVisible()
  await page.getByRole('button', { name: `Approve ${language}` }).click()
  await page.getByRole('dialog').getByRole('button', { name: `Approve ${language}` }).click()
  await told(page, `${language} approved`)
}

/** Publishes the text on the screen, with nothing else. */
export async function publish(page: Page, language: string): Promise<void> {
  await page.getByRole('button', { name: `Publish ${language}` }).click()
  await page.getByRole('dialog').getByRole('button', { name: `Publish ${language}`, exact: true }).click()
  await told(page, `${language} published`)
}
