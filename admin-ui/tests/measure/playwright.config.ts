import { fileURLToPath } from 'node:url'
import { defineConfig } from '@playwright/test'
import journeys from '../../playwright.config'

// How fast the interface is: npm run measure. Apart from the tests, because a
// figure says nothing on a machine that does other work at the same time.
export default defineConfig({
  ...journeys,
  testDir: '.',
  testIgnore: [],
  globalSetup: fileURLToPath(new URL('../template.ts', import.meta.url)),
  outputDir: '../../test-results/measure',
  timeout: 600_000,
  reporter: 'list',
  use: { ...journeys.use, trace: 'off' },
})
