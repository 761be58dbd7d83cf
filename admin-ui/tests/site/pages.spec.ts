import { expect, test } from '@playwright/test'
import { HtmlValidate } from 'html-validate'
import { accessible, host, kinds, languages, sideways, staysHome } from './site'

// What the templates do on purpose: void elements and attributes as HTML has
// them, and links that look like buttons.
const validator = new HtmlValidate({
  extends: ['html-validate:standard'],
  rules: { 'no-trailing-whitespace': 'off', 'long-title': 'off', 'tel-non-breaking': 'off', 'no-implicit-button-type': 'off' },
})

for (const language of languages) {
  test(`every kind of page in ${language}, without scripts: valid HTML, 320 px wide, nothing from elsewhere`, async ({ browser }) => {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 640 } })
    const page = await context.newPage()
    const home = staysHome(page)
    for (const [kind, address] of Object.entries(await kinds(language))) {
      const answer = await page.goto(host() + address)
      expect(answer?.status(), address).toBe(kind === 'not there' ? 404 : 200)
      const report = await validator.validateString((await answer?.text()) ?? '')
      const findings = report.results.flatMap((r) => r.messages.map((m) => `${m.line}:${m.column} ${m.ruleId} ${m.message}`))
      expect.soft(findings.slice(0, 5), `${kind} ${address}`).toEqual([])
      expect.soft(await sideways(page), `${kind} ${address} is too wide by`).toBeLessThanOrEqual(0)
      await expect.soft(page.locator('h1'), address).toHaveCount(1)
    }
    home()
    await context.close()
  })

  test(`every kind of page in ${language}, with scripts: accessible, nothing moves`, async ({ browser }) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' })
    const page = await context.newPage()
    const home = staysHome(page)
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('console', (message) => message.type() === 'error' && !message.text().includes('404') && faults.push(message.text()))
    for (const [kind, address] of Object.entries(await kinds(language))) {
      await page.goto(host() + address, { waitUntil: 'load' })
      await page.evaluate(() => document.fonts.ready)
      const shift = await page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            let sum = 0
            new PerformanceObserver((list) => {
              for (const entry of list.getEntries()) sum += (entry as unknown as { value: number }).value
            }).observe({ type: 'layout-shift', buffered: true })
            setTimeout(() => resolve(sum), 100)
          }),
      )
      expect.soft(shift, `${kind} ${address} moves`).toBeLessThan(0.001)
      await accessible(page, `${kind} ${address}`)
    }
    home()
    expect(faults).toEqual([])
    await context.close()
  })
}

test('every kind of page in the dark is accessible', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', colorScheme: 'dark' })
  const page = await context.newPage()
  for (const [kind, address] of Object.entries(await kinds('el'))) {
    await page.goto(host() + address, { waitUntil: 'load' })
    await accessible(page, `${kind} ${address} in the dark`)
  }
  await context.close()
})
