import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

// The website in a browser: npm run test:site. One worker, because one server
// answers them all and the machine may have two cores.
const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium'

export default defineConfig({
  testDir: '.',
  globalSetup: './server.ts',
  // What a server does with forms is not for files.
  testIgnore: process.env.MC_SITE_STATIC === '1' ? ['journey12.spec.ts', 'map.spec.ts', 'budget.spec.ts'] : ['export.spec.ts'],
  workers: 1,
  timeout: 300_000,
  reporter: 'list',
  outputDir: '../../test-results/site',
  use: { launchOptions: existsSync(chromium) ? { executablePath: chromium } : {} },
})
