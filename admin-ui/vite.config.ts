/// <reference types="vitest/config" />
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const source = fileURLToPath(new URL('./src', import.meta.url))
const server = process.env.MC_DEV_SERVER ?? 'http://127.0.0.1:8080'

export default defineConfig(({ command }) => ({
  base: '/admin/',
  plugins: [react()],
  resolve: { alias: { '@': source } },
  // The server puts a fresh nonce in the place of this word in every answer.
  html: command === 'build' ? { cspNonce: '__CSP_NONCE__' } : {},
  build: {
    target: 'es2023',
    emptyOutDir: true,
    manifest: 'manifest.json',
    // Data URLs would need a hole in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/api': { target: server } } },
  test: {
    environment: 'node',
    include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
    restoreMocks: true,
  },
}))
