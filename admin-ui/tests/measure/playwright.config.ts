import { defineConfig } from '@playwright/test'
import base from '../../playwright.config'

export default defineConfig({
  ...base,
  testDir: '.',
  testIgnore: [],
  globalSetup: '../template.ts',
  reporter: 'list',
  use: { ...base.use, trace: 'off' },
})
